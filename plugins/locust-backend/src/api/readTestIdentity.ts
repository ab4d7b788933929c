import { InputError } from '@backstage/errors';
import type { TestIdentity } from '../runs/RunMarks';

/**
 * The test that a request is about, by its entity or by where it runs.
 *
 * @throws InputError where it is named by neither or by both
 */
export function readTestIdentity(query: {
  readonly test: string;
  readonly entityRef?: string;
  readonly cluster?: string;
  readonly namespace?: string;
}): TestIdentity {
  const { test, cluster, namespace } = query;
  const entityRef = query.entityRef?.toLocaleLowerCase('en-US');
  if (entityRef !== undefined) {
    if (cluster !== undefined || namespace !== undefined) {
      throw new InputError(
        `${
          cluster === undefined ? 'namespace' : 'cluster'
        }: a test of an entity is named by entityRef and test alone`,
      );
    }
    return { entityRef, test };
  }
  if (cluster === undefined || namespace === undefined) {
    throw new InputError(
      `${
        cluster === undefined ? 'cluster' : 'namespace'
      }: it is missing; name a test by entityRef and test, or by cluster, namespace and test`,
    );
  }
  return { cluster, namespace, test };
}
