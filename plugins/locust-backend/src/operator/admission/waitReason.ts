import type { Reason } from 'backstage-plugin-locust-common';
import { concurrentRunsOf, type RunLimits } from './RunLimits';

/** Up to this place it is told exactly. */
const NEAR = 5;
/** Beyond it, how many are before, rounded down: each waiting run's word changes a dozen times at most. */
const BANDS: readonly number[] = [
  5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000,
];

/** Why a run waits and how long its queue is, for a person. */
export function waitReason(
  full: 'owner' | 'cluster' | undefined,
  place: { readonly ofOwner: number; readonly ofAll: number },
  owner: string,
  limits: RunLimits,
): Reason {
  if (full === 'owner') {
    const limit = concurrentRunsOf(owner, limits);
    return {
      code: 'OwnerLimit',
      message: `${placeInWords(
        place.ofOwner,
      )} among the runs of ${owner}, of which ${atOnce(limit)}.`,
    };
  }
  return {
    code: 'ClusterLimit',
    message: `${placeInWords(place.ofAll)}: in this cluster ${atOnce(
      limits.concurrentRunsPerCluster,
    )}.`,
  };
}

function atOnce(limit: number | undefined): string {
  return limit === 1
    ? 'one may go at a time'
    : `${limit ?? 'no more'} may go at once`;
}

function placeInWords(place: number): string {
  if (place === 1) {
    return 'Waiting as the next in the queue';
  }
  if (place <= NEAR) {
    return `Waiting as number ${place} in the queue`;
  }
  const before = place - 1;
  const band = BANDS.filter(it => it <= before).pop() ?? before;
  return `Waiting with at least ${band} before it in the queue`;
}
