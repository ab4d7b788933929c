/**
 * Where a candidate stands.
 *
 * - `standby`: looks at the Lease and takes it when it is free.
 * - `leading`: renews it; its work runs.
 * - `resigning`: its work is told to end; once it has, the Lease is let go if it is still ours.
 * - `resting`: lets others go first.
 * - `stopped`: for good.
 *
 * Whether it may act as the leader at a given moment is not said here but by the clock: see
 * `LeaderElection.isLeader`.
 */
export type LeaderState =
  | { readonly kind: 'standby' }
  | { readonly kind: 'leading' }
  | { readonly kind: 'resigning'; readonly then: 'resting' | 'stopped' }
  | { readonly kind: 'resting' }
  | { readonly kind: 'stopped' };

/**
 * What happens to a candidate.
 *
 * - `claimed`: the Lease is ours.
 * - `lost`: it could not be renewed in time, or another holds it.
 * - `workFailed`: what it leads for has thrown.
 * - `released`: its work has ended and the Lease is let go, or left to run out.
 * - `rested`: a retry period later.
 * - `stop`: by its owner.
 */
export type LeaderEvent =
  | 'claimed'
  | 'lost'
  | 'workFailed'
  | 'released'
  | 'rested'
  | 'stop';

/** What comes of an event. One that means nothing in a state, since it came too late, changes nothing. */
export function nextLeaderState(
  state: LeaderState,
  event: LeaderEvent,
): LeaderState {
  switch (state.kind) {
    case 'standby':
      if (event === 'stop') {
        // A claim may have been written without its answer having been read.
        return { kind: 'resigning', then: 'stopped' };
      }
      return event === 'claimed' ? { kind: 'leading' } : state;
    case 'leading':
      if (event === 'stop') {
        return { kind: 'resigning', then: 'stopped' };
      }
      return event === 'lost' || event === 'workFailed'
        ? { kind: 'resigning', then: 'resting' }
        : state;
    case 'resigning':
      if (event === 'stop') {
        return { kind: 'resigning', then: 'stopped' };
      }
      return event === 'released' ? { kind: state.then } : state;
    case 'resting':
      if (event === 'stop') {
        return { kind: 'stopped' };
      }
      return event === 'rested' ? { kind: 'standby' } : state;
    default:
      return state;
  }
}
