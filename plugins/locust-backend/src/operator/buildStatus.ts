import type {
  LocustActiveRun,
  LocustCondition,
  LocustPastRun,
  LocustPhase,
  LocustStatus,
  Problem,
  Reason,
} from 'backstage-plugin-locust-common';
import { kubeTime } from './kubeTime';
import { isScheduled, type LocustObject } from './LocustObject';
import { jobName } from './names';

/** How many past runs the status holds. */
const PAST_RUNS = 5;

/** A run in progress, as far as the status tells of it. */
export interface ActiveRun extends LocustActiveRun {
  readonly workersWanted: number;
  readonly workersReady: boolean;
  readonly trouble?: Reason;
  /** It goes on no more, but its outcome is not written down yet. */
  readonly hasEnded?: boolean;
  /** What a queued run waits for. */
  readonly waitsFor?: Reason;
}

/** What one look at the resource has found. */
export interface StatusFacts {
  /** Why the spec cannot be run; empty: it can. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly active: readonly ActiveRun[];
  /** Runs that ended since the status was last written, newest last. */
  readonly ended: readonly LocustPastRun[];
  /** The names of the Jobs that are still there. */
  readonly jobsThere?: ReadonlySet<string>;
  /** A sentence about the newest ended run. */
  readonly endMessage?: string;
  /** A sentence about the verdict on it. */
  readonly verdictMessage?: string;
  /** What is wrong apart from the spec: a conflict, a spec changed after the start. */
  readonly degraded?: Reason;
  readonly nextScheduleTime?: string;
  readonly lastScheduleTime?: string;
  /** Something to say where nothing else is. */
  readonly note?: string;
}

/** The status of a resource, from what was there and what was found. The same facts give the same status. */
export function buildStatus(
  locust: LocustObject,
  facts: StatusFacts,
  now: Date,
): LocustStatus {
  const lastRuns = pastRuns(locust, facts);
  const newestEnd = lastRuns[0];
  const phase = phaseOf(locust, facts);
  const message = messageOf(locust, facts, phase);
  const time = kubeTime(now);
  const conditions = conditionsOf(locust, facts, newestEnd).map(wanted =>
    transition(locust, wanted, time),
  );
  return withoutUndefined({
    observedGeneration: locust.metadata.generation,
    phase,
    message,
    verdict:
      newestEnd && facts.active.length === 0 ? newestEnd.verdict : undefined,
    conditions,
    activeRuns: facts.active.map(
      ({ id, job, jobUid, phase: at, startTime, announcedAtVersion }) =>
        withoutUndefined({
          id,
          job,
          jobUid,
          phase: at,
          startTime,
          announcedAtVersion,
        }),
    ),
    lastRuns,
    nextScheduleTime: facts.nextScheduleTime,
    lastScheduleTime: facts.lastScheduleTime,
  });
}

/**
 * The newest runs, newest first. The one-off's own run is never dropped: it is what keeps a resource that was put on
 * a schedule and taken off again from running a second time.
 * Nor is one whose Job is not removed yet: it would be taken for one that has not begun.
 */
function pastRuns(
  locust: LocustObject,
  { ended, jobsThere }: StatusFacts,
): readonly LocustPastRun[] {
  const known = locust.status.lastRuns ?? [];
  const newIds = new Set(ended.map(it => it.id));
  const all = [...ended]
    .reverse()
    .concat(known.filter(it => !newIds.has(it.id)));
  const ownJob = jobName(locust.metadata.name);
  return all.filter(
    (run, index) =>
      index < PAST_RUNS || run.job === ownJob || jobsThere?.has(run.job),
  );
}

const END_PHASES: Readonly<Record<string, LocustPhase>> = {
  finished: 'Finished',
  stopped: 'Stopped',
  error: 'Error',
  skipped: 'Error',
};

function phaseOf(locust: LocustObject, facts: StatusFacts): LocustPhase {
  if (
    facts.active.some(it => it.phase === 'running' || it.phase === 'stopping')
  ) {
    return 'Running';
  }
  if (facts.active.some(it => it.phase === 'starting')) {
    return 'Starting';
  }
  if (facts.active.length > 0) {
    return 'Queued';
  }
  const ownJob = jobName(locust.metadata.name);
  const ownRun = [...facts.ended, ...(locust.status.lastRuns ?? [])].find(
    it => it.job === ownJob,
  );
  if (!isScheduled(locust) && ownRun) {
    return END_PHASES[ownRun.phase] ?? 'Error';
  }
  if (facts.problems.length > 0) {
    return 'Invalid';
  }
  if (locust.spec.suspend) {
    return 'Suspended';
  }
  return isScheduled(locust) ? 'Scheduled' : 'Pending';
}

function messageOf(
  locust: LocustObject,
  facts: StatusFacts,
  phase: LocustPhase,
): string | undefined {
  if (phase === 'Invalid') {
    return problemText(facts.problems);
  }
  const trouble = facts.active.map(it => it.trouble).find(it => it);
  if (trouble ?? facts.degraded) {
    return (trouble ?? facts.degraded)?.message;
  }
  if (facts.active.length > 0) {
    return facts.active.map(it => it.waitsFor).find(it => it)?.message;
  }
  // The sentence about the last end stays until the next run begins.
  const kept =
    phase === locust.status.phase && locust.status.lastRuns?.length
      ? locust.status.message
      : undefined;
  return facts.note ?? facts.endMessage ?? kept;
}

function problemText(problems: readonly Problem[]): string {
  return problems.map(it => `${it.field}: ${it.message}`).join(' ');
}

type Wanted = Pick<LocustCondition, 'type' | 'status' | 'reason' | 'message'>;

function conditionsOf(
  locust: LocustObject,
  facts: StatusFacts,
  newestEnd: LocustPastRun | undefined,
): readonly Wanted[] {
  const { problems, warnings, active, degraded } = facts;
  const newestActive = active[active.length - 1];
  const newestBegun = active.filter(it => it.phase !== 'queued').pop();
  const trouble = degraded ?? active.map(it => it.trouble).find(it => it);
  return [
    problems.length > 0
      ? {
          type: 'Valid' as const,
          status: 'False' as const,
          reason: 'Invalid',
          message: problemText(problems),
        }
      : {
          type: 'Valid' as const,
          status: 'True' as const,
          reason: warnings.length > 0 ? 'AcceptedWithWarnings' : 'Accepted',
          message: problemText(warnings),
        },
    ...(newestActive ? [admitted(active)] : []),
    ...(newestBegun
      ? [
          {
            type: 'WorkersReady' as const,
            status: newestBegun.workersReady
              ? ('True' as const)
              : ('False' as const),
            reason: newestBegun.workersReady ? 'Connected' : 'Connecting',
            message: newestBegun.workersReady
              ? `All ${newestBegun.workersWanted} workers have connected.`
              : `Waiting for ${newestBegun.workersWanted} workers to connect.`,
          },
        ]
      : []),
    ...(newestActive
      ? [
          {
            type: 'Complete' as const,
            status: 'False' as const,
            reason: newestBegun ? 'InProgress' : 'Queued',
            message: `The run of ${newestActive.job} is ${
              newestBegun ? 'in progress' : 'waiting'
            }.`,
          },
        ]
      : []),
    ...(newestEnd && !newestActive
      ? [
          {
            type: 'Complete' as const,
            status: 'True' as const,
            reason: END_PHASES[newestEnd.phase] ?? 'Error',
            message: `The run of ${newestEnd.job} is over: ${newestEnd.phase}.`,
          },
          {
            type: 'Passed' as const,
            ...passed(newestEnd, verdictMessage(locust, facts)),
          },
        ]
      : []),
    {
      type: 'Degraded' as const,
      status: trouble ? ('True' as const) : ('False' as const),
      reason: trouble?.code ?? 'AsExpected',
      message: trouble?.message ?? '',
    },
  ];
}

/** Whether all runs may go; else why the one waits that has waited longest. */
function admitted(active: readonly ActiveRun[]): Wanted {
  const waiting = active.find(it => it.phase === 'queued');
  return {
    type: 'Admitted',
    ...(waiting
      ? {
          status: 'False',
          reason: waiting.waitsFor?.code ?? 'Queued',
          message: waiting.waitsFor?.message ?? '',
        }
      : { status: 'True', reason: 'Admitted', message: '' }),
  };
}

/** About a run that ended before, the condition says already what there is to say. */
function verdictMessage(locust: LocustObject, facts: StatusFacts): string {
  return facts.ended.length > 0
    ? facts.verdictMessage ?? ''
    : locust.status.conditions?.find(it => it.type === 'Passed')?.message ?? '';
}

function passed(
  { phase, verdict }: LocustPastRun,
  message: string,
): Omit<Wanted, 'type'> {
  switch (verdict) {
    case 'passed':
      return { status: 'True', reason: 'ThresholdsMet', message };
    case 'failed':
      return {
        status: 'False',
        // Only a condition of its own fails a run that was stopped.
        reason: phase === 'stopped' ? 'StopWhen' : 'ThresholdsCrossed',
        message,
      };
    default:
      return { status: 'Unknown', reason: 'NoVerdict', message };
  }
}

function transition(
  locust: LocustObject,
  wanted: Wanted,
  time: string,
): LocustCondition {
  const before = locust.status.conditions?.find(it => it.type === wanted.type);
  return withoutUndefined({
    ...wanted,
    lastTransitionTime:
      before?.status === wanted.status ? before.lastTransitionTime : time,
    observedGeneration: locust.metadata.generation,
  });
}

/** A merge patch from one status to the other; undefined: they are the same. */
export function statusPatch(
  before: LocustStatus,
  after: LocustStatus,
): Readonly<Record<string, unknown>> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before, after].map(it => it[key as keyof LocustStatus]);
    if (stable(was) !== stable(is)) {
      patch[key] = is ?? null;
    }
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** JSON with sorted keys: the API server returns fields in its own order. */
function stable(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, entry) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(
          Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : entry,
  );
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as T;
}
