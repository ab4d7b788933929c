import { readFileSync } from 'node:fs';
import { LOCUST_GROUP } from 'backstage-plugin-locust-common';
import { once } from '../once';
import { inRepository } from '../repository';
import {
  type DeclaredName,
  readLooseNames,
  readNamesOf,
} from '../source/readNames';
import { sourceFiles } from '../source/sourceFiles';
import { type GeneratedPage, WRITTEN_BY } from './GeneratedPage';
import { code, item, page, paragraph, plain } from './markdown';

const RESOURCE = inRepository(
  'plugins/locust-common/src/resource/LocustResource.ts',
);

interface Told {
  readonly name: string;
  /** `catalog entities`, `children`. */
  readonly on: string;
  readonly text: string;
}

/** The names that the sources declare. */
export const declaredNames = once(
  (): {
    readonly annotations: readonly Told[];
    readonly labels: readonly Told[];
  } => ({
    annotations: [
      ...readNamesOf(RESOURCE, 'ANNOTATIONS'),
      ...sourceFiles('plugins/locust-backend/src')
        .filter(it => readFileSync(it, 'utf8').includes(`= '${LOCUST_GROUP}/`))
        .flatMap(it => readLooseNames(it, `${LOCUST_GROUP}/`)),
    ].map(told),
    labels: readNamesOf(RESOURCE, 'LABELS').map(told),
  }),
);

/** Every label and annotation. */
export const ANNOTATIONS_PAGE: GeneratedPage = {
  path: 'reference/annotations.md',
  render: () => {
    const { annotations, labels } = declaredNames();
    return page(
      WRITTEN_BY,
      '# Annotations and labels',
      paragraph(
        'People write those of catalog entities, and on `Locust` resources those that say to which test and entity they belong. All others are written by the portal and the engine; what they write, others should leave alone.',
      ),
      '## Annotations',
      ...grouped(annotations),
      paragraph(
        "An entity is found by Backstage's own annotations as well, as its Kubernetes plugin does it: a `Locust` without an entity of its own belongs to the one entity whose `backstage.io/kubernetes-label-selector` selects its labels, or whose `backstage.io/kubernetes-id` is the value of its label of that name. Where the entity has `backstage.io/kubernetes-namespace`, the resource has to be in that namespace. If several entities match, none is chosen.",
      ),
      '## Labels',
      ...grouped(labels),
    );
  },
};

function told({ name, text = '' }: DeclaredName): Told {
  const [, on, about] = /^On (.+?): (.+)$/.exec(text) ?? [];
  if (on === undefined) {
    throw new Error(
      `The comment on ${name} has to say what it is on and what it says, as "On catalog entities: the cluster of their load tests."`,
    );
  }
  return { name, on, text: about };
}

function grouped(names: readonly Told[]): readonly string[] {
  return [...new Set(names.map(it => it.on))].map(on =>
    [
      paragraph(`On ${plain(on)}:`),
      '',
      ...names
        .filter(it => it.on === on)
        .map(({ name, text }) => item(`${code(name)}: ${plain(text)}`)),
    ].join('\n'),
  );
}
