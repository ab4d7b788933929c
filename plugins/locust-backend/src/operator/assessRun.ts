import { formatDuration, type Reason } from 'backstage-plugin-locust-common';
import type { Deadlines } from './deadlines';
import type { EngineConfig } from './EngineConfig';
import type { JobObject } from './observed/JobObject';
import { locustFailureReason, unreachableReason } from './locustFailureReason';
import type { PodObject } from './observed/PodObject';
import { killReason, podFailure, podTrouble } from './podTrouble';
import type { RunObservation } from '../runs/RunObserver';
import {
  JOB_DELETED,
  NO_MASTER,
  STOPPED,
  STOPPED_UNSTARTED,
} from './runReasons';
import type { WorkersStanding } from './workersStanding';

/** Everything that is known of a run that was started. */
export interface RunFacts {
  /** Undefined: it is gone, though the run has begun. */
  readonly job?: JobObject;
  readonly master?: PodObject;
  /** Undefined: their pods are gone, and what they were at is not known. */
  readonly workers?: WorkersStanding;
  readonly observation?: RunObservation;
  readonly stopRequested: boolean;
  /** A condition of `stopWhen` was met; where it was that which stopped the run, `stopRequested` goes with it. */
  readonly stopCondition?: Reason;
  /** Why it is to be stopped, where it was not a person's request about this run. */
  readonly stopReason?: Reason;
  /** When the engine started it. */
  readonly admittedAt: Date;
  readonly workersWanted: number;
  /** What the test is to load, where the resource says so. */
  readonly host?: string;
  readonly deadlines: Deadlines;
  /** What keeps the engine from making a Service or workers. */
  readonly obstacle?: Reason;
  /** Why the Job's controller makes no pod for the master. */
  readonly masterRefusal?: Reason;
  /**
   * For how long this process has been looking at the run, and for how long it has known of its end, by its monotonic
   * clock. Patience counts from there and not from stamps of other clocks: neither a wrong clock nor a time in which
   * no engine was looking may cost a run its start or its outcome.
   */
  readonly watchedForMs: number;
  readonly endKnownForMs: number;
}

/** What a started run is at, and what is to be done about it. */
export type RunAssessment =
  | {
      readonly kind: 'going';
      readonly phase: 'starting' | 'running' | 'stopping';
      readonly workersConnected: number;
      readonly startedAt?: Date;
      readonly trouble?: Reason;
      /** The master runs and is to be ended by its pod's deadline. */
      readonly endMaster: boolean;
      /** Look again then, for no event will tell. */
      readonly recheckMs?: number;
    }
  | {
      readonly kind: 'over';
      readonly phase: 'finished' | 'stopped' | 'error';
      readonly reason?: Reason;
      readonly workersConnected: number;
      readonly startedAt?: Date;
      readonly finishedAt: Date;
      readonly exitCode?: number;
      /** The log is not yet read to its end. */
      readonly awaitsOutcome: boolean;
      /** Something of it still runs, or would start, unless the Job is deleted. */
      readonly removeJob: boolean;
      readonly recheckMs?: number;
    };

type Config = Pick<
  EngineConfig,
  'imagePullGraceSeconds' | 'outcomeTimeoutSeconds'
>;

/** Locust exits with 1 where requests failed: that is an outcome, no error. */
const EXIT_CODES_OF_A_RUN: readonly number[] = [0, 1];

/** Decides where a started run stands. */
export function assessRun(
  facts: RunFacts,
  config: Config,
  now: Date,
): RunAssessment {
  const { master, observation } = facts;
  const workersConnected = observation?.workersConnected ?? 0;
  const startedAt =
    master?.container && master.container.kind !== 'waiting'
      ? master.container.startedAt
      : undefined;
  const ended = endOf(facts);
  if (ended) {
    const finishedAt =
      ended.at ?? new Date(now.getTime() - facts.endKnownForMs);
    const awaitsOutcome =
      ended.hasLog &&
      observation?.stored !== true &&
      facts.endKnownForMs < config.outcomeTimeoutSeconds * 1000;
    return {
      kind: 'over',
      phase: ended.phase,
      reason: ended.reason,
      workersConnected,
      startedAt,
      finishedAt,
      exitCode: ended.exitCode,
      awaitsOutcome,
      removeJob: ended.removeJob,
      recheckMs: awaitsOutcome ? 5_000 : undefined,
    };
  }
  const trouble =
    facts.obstacle ??
    (master ? podTrouble(master, 'master') : facts.masterRefusal) ??
    facts.workers?.trouble ??
    // While users come one by one a host may be coming up as well.
    (observation?.usersSpawnedAt && unreached(facts));
  return {
    kind: 'going',
    phase: goingPhase(facts),
    workersConnected,
    startedAt,
    trouble: trouble && { code: trouble.code, message: trouble.message },
    endMaster: isToStop(facts) && isRunning(master),
    recheckMs: startedAt ? undefined : 10_000,
  };

  function goingPhase(it: RunFacts): 'starting' | 'running' | 'stopping' {
    if (isToStop(it)) {
      return 'stopping';
    }
    const underWay =
      workersConnected >= it.workersWanted ||
      it.observation?.usersSpawnedAt !== undefined ||
      (it.observation?.total?.requests ?? 0) > 0;
    return underWay ? 'running' : 'starting';
  }

  function endOf(it: RunFacts): End | undefined {
    return it.master && hasEnded(it.master)
      ? endOfMaster(it, it.master)
      : endWithoutMaster(it, config, now);
  }
}

interface End {
  readonly phase: 'finished' | 'stopped' | 'error';
  readonly reason?: Reason;
  readonly at?: Date;
  readonly exitCode?: number;
  readonly hasLog: boolean;
  readonly removeJob: boolean;
}

function isToStop({ stopRequested, stopCondition }: RunFacts): boolean {
  return stopRequested || stopCondition !== undefined;
}

function isRunning(master: PodObject | undefined): boolean {
  return master?.container?.kind === 'running';
}

function hasEnded(master: PodObject): boolean {
  return (
    master.container?.kind === 'terminated' ||
    master.phase === 'Succeeded' ||
    master.phase === 'Failed'
  );
}

function hasBegun({ container }: PodObject): boolean {
  return container?.kind === 'terminated' || container?.kind === 'running';
}

/** The master's container has ended, or its pod. */
function endOfMaster(facts: RunFacts, master: PodObject): End {
  const { observation, stopRequested } = facts;
  const terminated =
    master.container?.kind === 'terminated' ? master.container : undefined;
  const common = {
    at: terminated?.finishedAt ?? facts.job?.end?.at,
    exitCode: terminated?.exitCode ?? observation?.exitCode,
    // The kubelet may say that the pod has ended before it says so of the container.
    hasLog: hasBegun(master),
    removeJob: false,
  };
  const cutOff = master.reason === 'DeadlineExceeded';
  const completed =
    !cutOff &&
    common.exitCode !== undefined &&
    EXIT_CODES_OF_A_RUN.includes(common.exitCode) &&
    (observation?.hasFinalTable ?? common.exitCode === 0);
  if (stopRequested && !completed) {
    return { ...common, phase: 'stopped', reason: stopReason(facts) };
  }
  const failure = podFailure(master);
  if (failure) {
    return { ...common, phase: 'error', reason: failure };
  }
  if (cutOff) {
    return {
      ...common,
      phase: 'error',
      reason: cutOffReason(facts),
    };
  }
  if (completed) {
    return { ...common, phase: 'finished', reason: shortcoming(facts) };
  }
  return {
    ...common,
    phase: 'error',
    reason:
      killReason(common.exitCode) ?? locustFailure(facts, common.exitCode),
  };
}

/** What a run that came to its end has to say against itself. */
function shortcoming(facts: RunFacts): Reason | undefined {
  const { workers } = facts;
  return workers?.trouble?.kind === 'lost'
    ? { code: workers.trouble.code, message: workers.trouble.message }
    : unreached(facts);
}

function unreached({ observation, host }: RunFacts): Reason | undefined {
  return (
    observation?.unreachable && unreachableReason(observation.unreachable, host)
  );
}

/** There is no ended master: the run is over where it never will have one. */
function endWithoutMaster(
  facts: RunFacts,
  config: Config,
  now: Date,
): End | undefined {
  const { job, master, stopRequested } = facts;
  const nothingLeft = { hasLog: false, removeJob: false };
  if (!job) {
    return stopRequested
      ? { ...nothingLeft, phase: 'stopped', reason: stopReason(facts) }
      : { ...nothingLeft, phase: 'error', reason: JOB_DELETED };
  }
  if (job.end) {
    return {
      ...nothingLeft,
      at: job.end.at,
      // The end of its pod is told later than the Job's; what it has printed is still to be read.
      hasLog: isRunning(master),
      ...endOfJob(facts),
    };
  }
  if (isRunning(master)) {
    return undefined;
  }
  const unstarted = { hasLog: false, removeJob: true };
  if (stopRequested) {
    return {
      ...unstarted,
      phase: 'stopped',
      reason: facts.stopReason ?? STOPPED_UNSTARTED,
    };
  }
  const reason = neverStarts(facts, config, now);
  return reason && { ...unstarted, phase: 'error', reason };
}

function stopReason(facts: RunFacts): Reason {
  return facts.stopCondition ?? facts.stopReason ?? STOPPED;
}

/** The Job has ended and its pod is gone. */
function endOfJob(facts: RunFacts): Pick<End, 'phase' | 'reason'> {
  const { job, stopRequested, observation } = facts;
  // A master that is stopped fails its Job, whatever it exits with, for its pod is over its deadline.
  if (job?.end?.result === 'complete') {
    return { phase: 'finished' };
  }
  if (stopRequested) {
    return { phase: 'stopped', reason: stopReason(facts) };
  }
  if (observation?.hasFinalTable) {
    return { phase: 'finished' };
  }
  if (facts.masterRefusal) {
    return { phase: 'error', reason: facts.masterRefusal };
  }
  if (job?.end?.reason === 'DeadlineExceeded') {
    return { phase: 'error', reason: cutOffReason(facts) };
  }
  return {
    phase: 'error',
    reason: {
      code: 'MasterLost',
      message:
        "The master's pod was deleted or its node was lost while the run was going; run the test again.",
    },
  };
}

/** Why a master that is not running will not run any more: what stood in its way has lasted too long. */
function neverStarts(
  facts: RunFacts,
  config: Config,
  now: Date,
): Reason | undefined {
  const { master, obstacle, admittedAt, deadlines, watchedForMs } = facts;
  const trouble = master && podTrouble(master, 'master');
  const lasted =
    Math.min(
      now.getTime() - (trouble?.since ?? admittedAt).getTime(),
      watchedForMs,
    ) / 1000;
  const patience =
    trouble?.kind === 'image'
      ? config.imagePullGraceSeconds
      : deadlines.workersReady;
  // A pod that is just slow (a large image) has the run's own deadline.
  const blocked =
    trouble ??
    obstacle ??
    (master ? undefined : facts.masterRefusal ?? NO_MASTER);
  return blocked && lasted > patience
    ? { code: blocked.code, message: blocked.message }
    : undefined;
}

/**
 * Why a master was ended by its deadline: what kept its container from beginning, for instance where no engine was
 * looking when patience with that was over; workers that did not come; else its time.
 */
function cutOffReason(facts: RunFacts): Reason {
  const { master, deadlines } = facts;
  const trouble =
    master && !hasBegun(master) ? podTrouble(master, 'master') : undefined;
  if (trouble) {
    return { code: trouble.code, message: trouble.message };
  }
  if (hasWaitedForWorkers(facts)) {
    return workersNotConnected(facts);
  }
  return {
    code: 'DeadlineExceeded',
    message: `The run was ended after ${formatDuration(
      deadlines.pod,
    )}, its run time${
      deadlines.runTime === undefined ? ' (the longest that is allowed)' : ''
    } with the time for starting and stopping; see in the log what the locustfile was still doing, let it stop by itself, or give the test a longer run time.`,
  };
}

/** The master never had the workers that it was to begin with. */
function hasWaitedForWorkers({
  observation,
  workersWanted,
}: RunFacts): boolean {
  return (
    observation !== undefined &&
    !observation.hasFinalTable &&
    !observation.usersSpawnedAt &&
    observation.workersConnected < workersWanted
  );
}

function locustFailure(facts: RunFacts, exitCode: number | undefined): Reason {
  const failure = facts.observation?.failure;
  if (
    failure
      ? failure.kind === 'noWorkers'
      : exitCode === 1 && hasWaitedForWorkers(facts)
  ) {
    return workersNotConnected(facts);
  }
  return failure
    ? locustFailureReason(failure, 'master')
    : {
        code: 'LocustFailed',
        message: `Locust ended${
          exitCode === undefined ? '' : ` with exit code ${exitCode}`
        } before it printed its final statistics; the log tells why.`,
      };
}

function workersNotConnected(facts: RunFacts): Reason {
  const {
    job,
    master,
    observation,
    workersWanted,
    obstacle,
    workers,
    deadlines,
  } = facts;
  // Old versions of Locust wait until they are ended.
  const seconds =
    (master ?? job?.end)?.reason === 'DeadlineExceeded' &&
    observation?.failure?.kind !== 'noWorkers'
      ? deadlines.pod
      : deadlines.workersReady;
  const told = (obstacle ?? workers?.trouble)?.message;
  return {
    code: 'WorkersNotConnected',
    message: `Only ${
      observation?.workersConnected ?? 0
    } of ${workersWanted} workers connected within ${formatDuration(seconds)}${
      told === undefined
        ? quietWorkers(workers)
        : `: ${told[0].toLowerCase()}${told.slice(1)}`
    }`,
  };
}

/** Why workers did not come of which nothing bad is known. */
function quietWorkers(workers: WorkersStanding | undefined): string {
  if (!workers) {
    return '; run the test again and look at the pods of its workers.';
  }
  return workers.running < workers.pods || workers.pods === 0
    ? ', for the others had not started yet; give them a longer workersReadyTimeout, or the nodes a smaller image.'
    : ', though all run; see that their command starts Locust, and that network policies and service meshes let them reach the master on port 5557.';
}
