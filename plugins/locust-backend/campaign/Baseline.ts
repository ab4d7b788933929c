import type { EndState } from './oracles/EndState';
import type { PassedEvent } from './proxy/TrafficRecord';

/** A request of the clean run: its signature, and which of those with the same one it is. */
export interface Occurrence {
  readonly signature: string;
  /** From 1. */
  readonly ordinal: number;
}

/** What a workload does where nothing goes wrong. */
export interface Baseline {
  readonly workload: string;
  readonly endState: EndState;
  readonly createsAndDeletes: ReadonlyMap<string, number>;
  /** In their order, Events and the lease included. */
  readonly writes: readonly Occurrence[];
  /** Reads, lists and logs, in their order. */
  readonly reads: readonly Occurrence[];
  /** Of the watches, without those of their beginning. */
  readonly events: readonly (PassedEvent & { readonly ordinal: number })[];
  readonly transactions: number;
  readonly openStreams: number;
  readonly driveMs: number;
  readonly heapGrowthBytes: number;
}

/** Numbers those with equal signatures. */
export function numbered<T extends { readonly signature: string }>(
  items: readonly T[],
): readonly (T & { readonly ordinal: number })[] {
  const counts = new Map<string, number>();
  return items.map(item => {
    const ordinal = (counts.get(item.signature) ?? 0) + 1;
    counts.set(item.signature, ordinal);
    return { ...item, ordinal };
  });
}
