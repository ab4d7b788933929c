import { locustRunReadPermission } from 'backstage-plugin-locust-common';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/**
 * The entities of whose runs the caller may read; undefined: all runs, those of no entity included.
 *
 * @throws NotAllowedError where the caller may read none at all
 */
export async function readableEntities(
  { authorizer, store }: Pick<RouterParts, 'authorizer' | 'store'>,
  credentials: Caller,
): Promise<readonly string[] | undefined> {
  const visibility = await authorizer.visible(
    credentials,
    locustRunReadPermission,
    () => store.entityRefs(),
  );
  return visibility.kind === 'all' ? undefined : visibility.entityRefs;
}
