import { concurrentRunsOf, type RunLimits } from './RunLimits';

/** A run that wants to begin. */
export interface Claim {
  /** The run's id. */
  readonly id: string;
  /** Whose limit it counts against. */
  readonly owner: string;
  /** Milliseconds since 1970: when it was asked for, by the cluster's clock. */
  readonly since: number;
}

/** Who runs and who waits, as the statuses of the cluster tell it. */
export interface QueueState {
  /** Runs that go, by owner. */
  readonly running: ReadonlyMap<string, number>;
  /** By owner, each in {@link claimOrder}. Owners without a claim may be missing. */
  readonly waiting: ReadonlyMap<string, readonly Claim[]>;
  /** When a run of the owner was last admitted, in milliseconds since 1970; missing: never. */
  readonly lastServed: ReadonlyMap<string, number>;
}

/** First come, first served; ids settle what came in the same second, so that every replica sees the same order. */
export function claimOrder(a: Claim, b: Claim): number {
  return a.since - b.since || compareTexts(a.id, b.id);
}

/**
 * The claims that may begin now, in the order of their turns: as many as the limits leave room for, first come first
 * served within an owner, and among owners the one first that was not served for the longest.
 */
export function turns(state: QueueState, limits: RunLimits): readonly Claim[] {
  const room = roomOf(state, limits);
  const served = new Map(state.lastServed);
  const taken = new Map<string, number>();
  const admitted: Claim[] = [];
  let clock = Math.max(0, ...served.values());
  for (;;) {
    const owner = nextOwner(state, served, it => {
      const next = taken.get(it) ?? 0;
      return next < room.of(it) && next < (state.waiting.get(it)?.length ?? 0);
    });
    if (owner === undefined || admitted.length >= room.inCluster) {
      return admitted;
    }
    const next = taken.get(owner) ?? 0;
    admitted.push(state.waiting.get(owner)![next]);
    taken.set(owner, next + 1);
    clock += 1;
    served.set(owner, clock);
  }
}

/** Which limit leaves a claim of this owner no room; undefined: there is room, and others come first. */
export function fullLimit(
  state: QueueState,
  limits: RunLimits,
  owner: string,
): 'owner' | 'cluster' | undefined {
  const room = roomOf(state, limits);
  if (room.of(owner) <= 0) {
    return 'owner';
  }
  return room.inCluster <= 0 ? 'cluster' : undefined;
}

/** The place of a waiting claim among those of its owner, and among all if owners take turns; from 1. */
export function placeOf(
  state: QueueState,
  claim: Claim,
): { readonly ofOwner: number; readonly ofAll: number } {
  const own = state.waiting.get(claim.owner) ?? [];
  const before = own.findIndex(it => it.id === claim.id);
  let others = 0;
  for (const [owner, claims] of state.waiting) {
    if (owner !== claim.owner && claims.length > 0) {
      const goesFirst =
        compareOwners(state, state.lastServed, owner, claim.owner) < 0;
      others += Math.min(claims.length, before + (goesFirst ? 1 : 0));
    }
  }
  return { ofOwner: before + 1, ofAll: before + others + 1 };
}

function roomOf(state: QueueState, limits: RunLimits) {
  const { concurrentRunsPerCluster } = limits;
  const going = [...state.running.values()].reduce((a, b) => a + b, 0);
  return {
    inCluster: (concurrentRunsPerCluster ?? Infinity) - going,
    of: (owner: string) =>
      (concurrentRunsOf(owner, limits) ?? Infinity) -
      (state.running.get(owner) ?? 0),
  };
}

function nextOwner(
  state: QueueState,
  served: ReadonlyMap<string, number>,
  mayHaveATurn: (owner: string) => boolean,
): string | undefined {
  let next: string | undefined;
  for (const owner of state.waiting.keys()) {
    if (
      mayHaveATurn(owner) &&
      (next === undefined || compareOwners(state, served, owner, next) < 0)
    ) {
      next = owner;
    }
  }
  return next;
}

/** Least recently served first; among those never served the one that has waited longest. */
function compareOwners(
  state: QueueState,
  served: ReadonlyMap<string, number>,
  a: string,
  b: string,
): number {
  const last = (owner: string) => served.get(owner) ?? -1;
  const oldest = (owner: string) => state.waiting.get(owner)?.[0]?.since ?? 0;
  return last(a) - last(b) || oldest(a) - oldest(b) || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
