import type { RunPhase } from 'backstage-plugin-locust-common';

/** The rank of every phase that is an end: nothing comes after it, and none of them replaces another. */
export const TERMINAL_RANK = 4;

const RANKS: Readonly<Record<RunPhase, number>> = {
  queued: 0,
  starting: 1,
  running: 2,
  stopping: 3,
  finished: TERMINAL_RANK,
  stopped: TERMINAL_RANK,
  error: TERMINAL_RANK,
  skipped: TERMINAL_RANK,
};

/** The place of a phase in a run's course. A number, so that the database can compare while it writes. */
export function phaseRank(phase: RunPhase): number {
  return RANKS[phase];
}
