import { NotFoundError } from '@backstage/errors';
import {
  type LocustEntityPermission,
  locustTestReadPermission,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../operator/LocustObject';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/**
 * The scheduled test of an id, if the caller may do this to it.
 *
 * @throws NotAllowedError naming the permission and the entity
 * @throws NotFoundError where there is none, naming the clusters that could not be asked
 */
export async function findTest(
  { clusters, authorizer, entityRefOf }: RouterParts,
  credentials: Caller,
  id: string,
  permission: LocustEntityPermission,
): Promise<{ readonly cluster: string; readonly locust: LocustObject }> {
  for (const engine of clusters.engines) {
    const locust = engine.locustByUid(id);
    if (locust?.spec.schedule) {
      await authorizer.require(
        credentials,
        permission,
        entityRefOf(engine.name, locust),
      );
      return { cluster: engine.name, locust };
    }
  }
  await authorizer.visible(
    credentials,
    locustTestReadPermission,
    async () => [],
  );
  const away = clusters
    .health()
    .filter(one => one.state === 'unreachable' || one.state === 'forbidden');
  throw new NotFoundError(
    away.length === 0
      ? `There is no scheduled test ${id}; it may have been deleted`
      : `There is no scheduled test ${id} in the clusters that can be asked; not asked: ${away
          .map(one => `${one.cluster} (${one.message})`)
          .join(', ')}`,
  );
}
