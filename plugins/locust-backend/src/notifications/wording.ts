import { parseEntityRef } from '@backstage/catalog-model';

/** What a test or schedule belongs to. */
export interface Home {
  readonly entityRef?: string;
  readonly cluster: string;
  readonly namespace: string;
}

/** As much as Backstage keeps of a title or topic. */
const LONGEST_LINE = 255;
const LONGEST_TEXT = 2_000;

/** A title that says of which test of whom it is. */
export function titleOf(test: string, home: Home, predicate: string): string {
  const { entityRef, namespace } = home;
  const whose =
    entityRef === undefined
      ? `in namespace ${namespace}`
      : `of ${parseEntityRef(entityRef).name}`;
  // A test may be called by a name of 253 characters, and what has become of it is said behind.
  return cut(`${cut(test, 100)} ${whose} ${predicate}`, LONGEST_LINE);
}

/** People can choose not to be told of one test of an entity, or of a namespace. */
export function topicOf(test: string, home: Home): string {
  const { entityRef, cluster, namespace } = home;
  return cut(
    `${test} (${entityRef ?? `${cluster}/${namespace}`})`,
    LONGEST_LINE,
  );
}

export function textOf(sentences: readonly string[]): string {
  return cut([...new Set(sentences)].join(' '), LONGEST_TEXT);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
