import {
  type ListTests200Response,
  locustRunCreatePermission,
  locustTestDeletePermission,
  locustTestUpdatePermission,
  type LocustEntityPermission,
  type TestAction,
} from 'backstage-plugin-locust-common';
import { pageOfTests } from './pageOfTests';
import { type FoundTest, readableTests, silentClusters } from './readableTests';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/** What is done with a test, and what it takes. */
const ACTIONS: readonly (readonly [TestAction, LocustEntityPermission])[] = [
  ['trigger', locustRunCreatePermission],
  ['update', locustTestUpdatePermission],
  ['delete', locustTestDeletePermission],
];

/**
 * The scheduled tests that the caller may read, by name, and the clusters that could not be asked.
 *
 * @param query - without a `limit` the page is all there is
 * @throws NotAllowedError where the caller may read none
 * @throws InputError where the cursor is none that a page gave
 */
export async function listTests(
  parts: RouterParts,
  credentials: Caller,
  query: {
    readonly entityRef?: string;
    readonly cluster?: string;
    readonly namespace?: string;
    readonly search?: string;
    readonly limit?: number;
    readonly cursor?: string;
  },
): Promise<ListTests200Response> {
  const { clusters, tests, ownerOfRun } = parts;
  const { search, limit, cursor } = query;
  const { items, total, nextCursor } = pageOfTests(
    await readableTests(parts, credentials, query),
    ({ entityRef, locust }) =>
      ownerOfRun({ entityRef, namespace: locust.metadata.namespace }),
    { search, limit, cursor },
  );
  const [shown, allowed] = await Promise.all([
    tests.all(items),
    // Who asks for all is shown what there is; who asks for a page, what can be done with it.
    limit === undefined ? undefined : allowedWith(parts, credentials, items),
  ]);
  return {
    items: allowed
      ? shown.map((test, place) => ({ ...test, allowed: allowed[place] }))
      : shown,
    total,
    ...(nextCursor ? { nextCursor } : {}),
    unavailable: silentClusters(clusters, query.cluster),
  };
}

/** What the caller may do with each of these tests. */
async function allowedWith(
  { authorizer }: RouterParts,
  credentials: Caller,
  found: readonly FoundTest[],
): Promise<TestAction[][]> {
  const refs = found.map(one => one.entityRef);
  const allowed = await Promise.all(
    ACTIONS.map(([, permission]) =>
      authorizer.allowed(credentials, permission, refs),
    ),
  );
  return refs.map(ref =>
    ACTIONS.filter((_, place) => allowed[place].has(ref)).map(
      ([action]) => action,
    ),
  );
}
