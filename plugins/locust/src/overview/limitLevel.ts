import type { ClusterLoad, OwnerLoad } from 'backstage-plugin-locust-common';

/** From this part of a limit on it is near. */
const NEAR = 0.8;

/** How full a limit is: nothing waits for room that there is, so what waits stands before a limit that is full. */
export type LimitLevel = 'unlimited' | 'room' | 'near' | 'full';

/** How near somebody is to how many runs may go at once. */
export function limitLevel({
  running,
  limit,
}: Pick<ClusterLoad, 'running' | 'limit'>): LimitLevel {
  if (limit === undefined) {
    return 'unlimited';
  }
  if (running >= limit) {
    return 'full';
  }
  return running / limit >= NEAR ? 'near' : 'room';
}

/** Whether somebody who looks after limits wants to know. */
export function isNearLimit(load: ClusterLoad | OwnerLoad): boolean {
  const level = limitLevel(load);
  return level === 'near' || level === 'full';
}
