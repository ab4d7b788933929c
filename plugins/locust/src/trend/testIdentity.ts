import type { Run } from 'backstage-plugin-locust-common';
import type { TestIdentity } from '../api/LocustApi';

/** The test that something is of. */
export function testIdentityOf(
  of: Pick<Run, 'test' | 'entityRef' | 'cluster' | 'namespace'>,
): TestIdentity {
  const { test, entityRef, cluster, namespace } = of;
  return entityRef ? { test, entityRef } : { test, cluster, namespace };
}

/** Whether two are of one test, so that they are held against each other. */
export function isSameTest(
  one: Parameters<typeof testIdentityOf>[0],
  other: Parameters<typeof testIdentityOf>[0],
): boolean {
  return (
    JSON.stringify(testIdentityOf(one)) ===
    JSON.stringify(testIdentityOf(other))
  );
}
