import {
  locustRunReadPermission,
  type RunList,
  type RunPhase,
  type Trigger,
  type Verdict,
} from 'backstage-plugin-locust-common';
import type { RunFilter } from '../runs/RunStore';
import { readableEntities } from './readableEntities';
import { readTimeRange } from './readTimeRange';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/** Which runs; what is left out restricts nothing. */
export interface RunQuery {
  readonly entityRef?: string;
  /** References of who owns the runs' entities, separated by commas. */
  readonly owner?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly test?: string;
  /** Phases, separated by commas. */
  readonly phase?: string;
  readonly verdict?: Verdict;
  /** Triggers, separated by commas. */
  readonly trigger?: string;
  readonly baseline?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * A page of the runs that the caller may read, newest first, and how many there are on all.
 *
 * @throws NotAllowedError where the caller may read none
 */
export async function listRuns(
  parts: RouterParts,
  credentials: Caller,
  query: RunQuery,
): Promise<RunList & { readonly total: number }> {
  const { store, runs, authorizer, ownerOfRun } = parts;
  const { cluster, namespace, test, phase, verdict, trigger, baseline } = query;
  const created = readTimeRange(query);
  const asked = query.entityRef?.toLocaleLowerCase('en-US');
  let entityRefs: readonly string[] | undefined;
  if (asked) {
    await authorizer.require(credentials, locustRunReadPermission, asked);
    entityRefs = [asked];
  } else {
    entityRefs = await readableEntities(parts, credentials);
  }
  if (query.owner !== undefined) {
    const owners = new Set(query.owner.toLocaleLowerCase('en-US').split(','));
    entityRefs = (entityRefs ?? (await store.entityRefs())).filter(ref =>
      owners.has(
        ownerOfRun({ entityRef: ref, namespace: '' })?.toLocaleLowerCase(
          'en-US',
        ) ?? '',
      ),
    );
  }
  const filter: RunFilter = {
    entityRefs,
    cluster,
    namespace,
    test,
    phases: phase ? (phase.split(',') as RunPhase[]) : undefined,
    verdict,
    triggers: trigger ? (trigger.split(',') as Trigger[]) : undefined,
    baseline,
    ...created,
  };
  const [page, total] = await Promise.all([
    store.list(filter, { limit: query.limit ?? 25, cursor: query.cursor }),
    store.counts.of(filter),
  ]);
  return {
    items: await runs.allShown(page.items),
    ...(page.nextCursor ? { nextCursor: page.nextCursor } : {}),
    total,
  };
}
