import type {
  LocustCondition,
  LocustPhase,
  LocustStatus,
} from 'backstage-plugin-locust-common';

/** What a status holds; one without its words does not compile. */
export const STATUS_WORDS: Readonly<Record<keyof LocustStatus, string>> = {
  observedGeneration: 'the generation of the spec that the status is about.',
  phase: 'where the resource stands; see [phases](#phases).',
  message:
    'one sentence about that: what it waits for, what is wrong, how the last run ended.',
  verdict:
    'of the last run that ended, while none goes: `passed`, `failed` or `none`.',
  conditions: 'see [conditions](#conditions).',
  activeRuns: 'the runs that wait or go, each with its Job.',
  lastRuns:
    'the newest five runs that have ended, the newest first, with phase, verdict, requests, failures per request and p95 in milliseconds. All of them are in the portal.',
  nextScheduleTime: 'when the schedule is due next.',
  lastScheduleTime: 'when it was due last.',
};

/** Where a resource may stand. */
export const PHASE_WORDS: Readonly<Record<LocustPhase, string>> = {
  Pending: 'nothing was made of it yet.',
  Queued:
    'its run waits: for its turn, for the end of a freeze, or for the run that it replaces.',
  Starting: 'its Job is made, and workers connect.',
  Running: 'users make requests, or the run is being stopped.',
  Finished: 'its one run came to its end, whatever the verdict.',
  Stopped:
    'its one run was stopped, by a person, a freeze or a condition of `stopWhen`.',
  Error: 'its one run could not be carried out; the message says why.',
  Scheduled: 'no run goes, and the schedule makes the next one.',
  Suspended: '`suspend` holds it.',
  Invalid:
    'the spec cannot be run; the message says what is wrong. It is looked at again when it is changed.',
};

/** What the conditions say. */
export const CONDITION_WORDS: Readonly<
  Record<LocustCondition['type'], string>
> = {
  Valid:
    'whether the spec can be run; else the field, what was refused and what would be accepted.',
  Admitted:
    'whether its runs may go; else what the one waits for that has waited longest.',
  WorkersReady: 'whether all workers of the newest run have connected.',
  Complete: 'whether the newest run is over.',
  Passed: 'the verdict on it. `Unknown` where it has none.',
  Degraded:
    'whether something is wrong beside the spec: a pod that cannot start, a name that is taken, a spec that was changed after the start.',
};
