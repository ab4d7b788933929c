import {
  type ListTests200Response,
  locustTestReadPermission,
} from 'backstage-plugin-locust-common';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/**
 * The scheduled tests that the caller may read, by name, and the clusters that could not be asked.
 *
 * @throws NotAllowedError where the caller may read none
 */
export async function listTests(
  { clusters, authorizer, tests, entityRefOf }: RouterParts,
  credentials: Caller,
  query: {
    readonly entityRef?: string;
    readonly cluster?: string;
    readonly namespace?: string;
  },
): Promise<ListTests200Response> {
  const { cluster, namespace } = query;
  const asked = query.entityRef?.toLocaleLowerCase('en-US');
  const found = clusters.engines
    .filter(engine => cluster === undefined || engine.name === cluster)
    .flatMap(engine =>
      engine
        .locusts()
        .filter(locust => Boolean(locust.spec.schedule))
        .filter(
          locust =>
            namespace === undefined || locust.metadata.namespace === namespace,
        )
        .map(locust => ({
          cluster: engine.name,
          locust,
          entityRef: entityRefOf(engine.name, locust),
        })),
    );
  let shown = found;
  if (asked) {
    await authorizer.require(credentials, locustTestReadPermission, asked);
    shown = found.filter(one => one.entityRef === asked);
  } else {
    const visibility = await authorizer.visible(
      credentials,
      locustTestReadPermission,
      async () => [
        ...new Set(
          found.flatMap(one => (one.entityRef ? [one.entityRef] : [])),
        ),
      ],
    );
    if (visibility.kind === 'entities') {
      const allowed = new Set(visibility.entityRefs);
      shown = found.filter(
        one => one.entityRef !== undefined && allowed.has(one.entityRef),
      );
    }
  }
  const items = await Promise.all(
    shown.map(one => tests.of(one.cluster, one.locust)),
  );
  return {
    items: items.sort(
      (a, b) => a.test.localeCompare(b.test) || a.id.localeCompare(b.id),
    ),
    unavailable: clusters
      .health()
      .filter(one => cluster === undefined || one.cluster === cluster)
      .filter(one => one.state !== 'healthy' && one.state !== 'degraded')
      .map(({ cluster: name, message, since }) => ({
        cluster: name,
        message,
        ...(since ? { since } : {}),
      })),
  };
}
