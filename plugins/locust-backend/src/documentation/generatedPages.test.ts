import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { LOCUST_GROUP } from 'backstage-plugin-locust-common';
import { GENERATED_PAGES } from '../../documentation/generatedPages';
import { declaredNames } from '../../documentation/pages/annotationsPage';
import { locustConfigKeys } from '../../documentation/pages/configurationPage';
import { DOCS } from '../../documentation/repository';
import type { ConfigKey } from '../../documentation/source/readConfigKeys';
import { routes } from '../../documentation/source/routes';
import { sourceFiles } from '../../documentation/source/sourceFiles';
import { readLocustConfig } from '../config/LocustConfig';

describe('the pages that come from the sources', () => {
  it.each(GENERATED_PAGES.map(it => [it.path, it] as const))(
    'are what the sources say; else run "npm run docs": %s',
    (file, { render }) => {
      expect(readFileSync(path.join(DOCS, file), 'utf8')).toBe(render());
    },
  );
});

const everyKey = (keys: readonly ConfigKey[], at = ''): [string, ConfigKey][] =>
  keys.flatMap(key => {
    const here = at === '' ? key.name : `${at}.${key.name}`;
    return [[here, key], ...everyKey(key.keys, here)];
  });

describe('the reference of the configuration', () => {
  const keys = everyKey(locustConfigKeys());

  it('says of every key what it is for', () => {
    expect(
      keys.filter(([, { doc }]) => !doc.text).map(([name]) => name),
    ).toEqual([]);
  });

  it('gives the defaults that hold', () => {
    const held: unknown = readLocustConfig(new ConfigReader({}));
    const heldAt = (name: string) =>
      name
        .split('.')
        .slice(1)
        .reduce<any>((at, member) => at?.[member], held);
    const given = keys.flatMap(([name, { doc }]) => {
      const [, value] =
        /\bDefault:? (?:`([^`]+)`|(\d+|true|false)\b)/
          .exec(doc.text ?? '')
          ?.filter(it => it !== undefined) ?? [];
      return value === undefined ? [] : [[name, value] as const];
    });
    const compared = given.filter(([name]) => heldAt(name) !== undefined);
    expect(compared.map(([name]) => name)).toEqual(
      expect.arrayContaining(['locust.image', 'locust.retention.days']),
    );
    expect(
      compared.filter(([name, value]) => String(heldAt(name)) !== value),
    ).toEqual([]);
  });
});

describe('the reference of annotations and labels', () => {
  it('tells of every name that the sources speak of', () => {
    const { annotations, labels } = declaredNames();
    const told = [...annotations, ...labels].map(it => it.name);
    const spokenOf = ['locust', 'locust-backend', 'locust-common'].flatMap(it =>
      sourceFiles(`plugins/${it}/src`).flatMap(file => [
        ...(readFileSync(file, 'utf8').match(
          new RegExp(`\\b${LOCUST_GROUP}/(?!v1\\b)[a-z]+(-[a-z]+)*`, 'g'),
        ) ?? []),
      ]),
    );
    expect(spokenOf).toContain('locust-qa.xyz/stop');
    expect(spokenOf.filter(it => !told.includes(it))).toEqual([]);
  });
});

describe('the reference of permissions', () => {
  it('tells of every route', () => {
    const page = readFileSync(
      path.join(DOCS, 'reference/permissions.md'),
      'utf8',
    );
    expect(
      routes()
        .filter(it => !page.includes(`\`${it.method} ${it.path}\``))
        .map(it => it.operation),
    ).toEqual([]);
  });
});
