import { locustPermissions } from 'backstage-plugin-locust-common';
import ts from 'typescript';
import {
  PUBLIC_ROUTES,
  ROUTE_PERMISSIONS,
} from '../../src/api/__testUtils__/routePermissions';
import { inRepository } from '../repository';
import { docComment } from '../source/docComment';
import { parseSource } from '../source/parseSource';
import { type Route, routes } from '../source/routes';
import { type GeneratedPage, WRITTEN_BY } from './GeneratedPage';
import { code, item, page, paragraph, plain, sentence } from './markdown';

const PERMISSIONS = inRepository(
  'plugins/locust-common/src/permissions/permissions.ts',
);

/** Every permission, and which route takes which. */
export const PERMISSIONS_PAGE: GeneratedPage = {
  path: 'reference/permissions.md',
  render: () => {
    const docs = permissionDocs();
    return page(
      WRITTEN_BY,
      '# Permissions and routes',
      paragraph(
        'Every permission of the plugin, and the routes of its API that take it. How to write a policy with them is in [who may do what](../permissions.md).',
      ),
      ...locustPermissions.flatMap(permission => [
        `## \`${permission.name}\``,
        paragraph(
          `${sentence(
            plain(docs.get(permission.name) ?? ''),
          )} Its action is ${code(permission.attributes.action ?? '')}; it is ${
            'resourceType' in permission
              ? `about a catalog entity, the resource type ${code(
                  permission.resourceType,
                )}.`
              : 'about the whole installation.'
          }`,
        ),
        routeItems(
          ROUTE_PERMISSIONS.filter(it => it.permission === permission.name).map(
            it => it.operation,
          ),
        ),
      ]),
      '## Without a permission',
      paragraph(
        'For everybody who reaches the backend, without a token; they tell nothing that is for some only.',
      ),
      routeItems(PUBLIC_ROUTES),
    );
  },
};

function routeItems(operations: readonly string[]): readonly string[] {
  const known = routes();
  return operations
    .map(name => known.find(it => it.operation === name))
    .filter((it): it is Route => it !== undefined)
    .map(it =>
      item(
        `${code(`${it.method} ${it.path}`)}: ${sentence(
          plain(firstSentence(it.description)),
        )}`,
      ),
    );
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}

/** What the comments before the permissions say, by name. */
function permissionDocs(): ReadonlyMap<string, string> {
  return new Map(
    parseSource(PERMISSIONS)
      .statements.filter(ts.isVariableStatement)
      .flatMap(statement => {
        const [, name] =
          /name: '(locust\.[^']+)'/.exec(statement.getText()) ?? [];
        const { text } = docComment(statement);
        return name === undefined || text === undefined ? [] : [[name, text]];
      }),
  );
}
