import { KubeObject } from '../KubeObject';

export interface LeaseSpec {
  /** Empty where it was released. */
  readonly holderIdentity?: string | null;
  readonly leaseDurationSeconds?: number | null;
  readonly acquireTime?: string | null;
  readonly renewTime?: string | null;
  readonly leaseTransitions?: number | null;
}

/** `coordination.k8s.io/v1` Lease. Its times are of the holder's wall clock and only for people to read. */
export interface Lease extends KubeObject {
  readonly spec?: LeaseSpec;
}

/** A Lease as somebody has seen it, and when this state of it was seen first (that somebody's monotonic clock). */
export interface SeenLease {
  readonly lease: Lease;
  readonly at: number;
}

/** What is seen after a look: a Lease that is as before was seen when it was first seen so. */
export function seen(
  before: SeenLease | undefined,
  lease: Lease,
  now: number,
): SeenLease {
  const known = before?.lease.metadata;
  return before !== undefined &&
    known?.uid === lease.metadata.uid &&
    known.resourceVersion === lease.metadata.resourceVersion
    ? before
    : { lease, at: now };
}

/** Identity of who holds it; undefined where nobody does or there is none. */
export function holderOf(it: SeenLease | undefined): string | undefined {
  return it?.lease.spec?.holderIdentity || undefined;
}

/** Milliseconds for which it still keeps others out; 0 and less: it is free. */
export function timeLeft(
  it: SeenLease | undefined,
  now: number,
  defaultDurationMs: number,
): number {
  if (it === undefined || holderOf(it) === undefined) {
    return 0;
  }
  const seconds = it.lease.spec?.leaseDurationSeconds;
  const durationMs =
    typeof seconds === 'number' ? seconds * 1000 : defaultDurationMs;
  return it.at + durationMs - now;
}

/** What is to be written to take a Lease from `before`, or to renew it where it is ours already. */
export function claimOf(
  before: LeaseSpec | undefined,
  identity: string,
  durationMs: number,
  wall: number,
): LeaseSpec {
  const now = microTime(wall);
  if (before?.holderIdentity === identity) {
    return { renewTime: now };
  }
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(durationMs / 1000),
    acquireTime: now,
    renewTime: now,
    leaseTransitions:
      before === undefined ? 0 : (before.leaseTransitions ?? 0) + 1,
  };
}

/** What is to be written to let go: whoever looks next may take it. */
export const RELEASED: LeaseSpec = {
  holderIdentity: '',
  leaseDurationSeconds: 1,
};

/** Kubernetes' MicroTime: exactly six digits after the point. */
function microTime(wall: number): string {
  return new Date(wall).toISOString().replace(/Z$/, '000Z');
}
