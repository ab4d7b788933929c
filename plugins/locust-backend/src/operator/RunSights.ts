import type { Reason } from 'backstage-plugin-locust-common';
import type { Clock } from '../kube/Clock';
import type { RunObserver } from '../runs/RunObserver';
import type { RunStart } from '../runs/RunStore';
import type { RunFacts } from './assessRun';
import { LOCUST_CONTAINER } from './children/podParts';
import type { ClusterView } from './ClusterView';
import { type Deadlines, deadlinesOf } from './deadlines';
import type { EngineConfig } from './EngineConfig';
import { replicaSetName } from './names';
import type { PodObject } from './observed/PodObject';
import type { PodRefusals } from './PodRefusals';
import type { PodTrouble } from './podTrouble';
import type { StopByCondition } from './stopCause';
import type { SupervisedRun } from './SupervisedRun';
import { type WorkersStanding, workersStanding } from './workersStanding';

export interface RunSightsOptions {
  readonly view: ClusterView;
  readonly refusals: PodRefusals;
  readonly observer: RunObserver;
  readonly config: EngineConfig;
  readonly clock: Clock;
  /** Makes a key be looked at again. */
  readonly enqueue: (key: string) => void;
}

const MOST_KNOWN = 20_000;

/** A Job whose pod is not there by then is asked for why: an idle controller makes it within a second. */
const POD_EXPECTED_MS = 5_000;

/** What this process remembers of a run that goes. */
interface KnownRun {
  /** Since when it is watched and has been known to have ended; monotonic. */
  readonly since: number;
  endedSince?: number;
  /** Before its end, with which they go. */
  workerPods?: readonly PodObject[];
  workersRefusal?: string;
  /** A worker that was killed is begun again, and once it has ended a second time its pod tells only of that. */
  workerLost?: PodTrouble;
  /** Since when its Job might have had a pod and had none; monotonic. */
  masterMissedSince?: number;
  masterRefusal?: Reason;
}

/**
 * What is to be seen of the runs that go, now and since this process has watched them: pods pass, and with them what
 * they told.
 */
export class RunSights {
  private readonly known = new Map<string, KnownRun>();

  constructor(private readonly options: RunSightsOptions) {}

  /** What is known of the run now. Where a Job that may go has no pod, its controller is asked why. */
  async look(
    run: SupervisedRun,
    stop: StopByCondition | undefined,
    signal: AbortSignal,
  ): Promise<RunFacts> {
    await this.askForMaster(run, signal);
    const { view, observer, config } = this.options;
    const { start } = run;
    const { host } = start.spec;
    const uid = run.job?.metadata.uid ?? start.jobUid;
    const known = this.knownOf(run);
    const { since, endedSince } = known;
    if (endedSince === undefined && uid !== undefined) {
      this.lookAtWorkers(known, run, uid);
    }
    const now = this.options.clock.monotonic();
    return {
      job: run.job,
      master:
        uid === undefined
          ? undefined
          : view.masterPod({ namespace: start.namespace, uid }),
      workers: this.workersOf(run, known),
      masterRefusal: known.masterRefusal,
      observation: observer.observation(start.id),
      stopRequested: run.stopRequested || stop?.isMarked === true,
      stopCondition: stop?.reason,
      stopReason: run.stopReason,
      admittedAt: run.admittedAt,
      workersWanted: start.workersWanted,
      host: typeof host === 'string' ? host : undefined,
      deadlines: deadlinesOrDefaults(start.spec, config),
      watchedForMs: now - since,
      endKnownForMs: endedSince === undefined ? 0 : now - endedSince,
    };
  }

  /** From now on the run is known to have ended. */
  ended(run: SupervisedRun): void {
    this.knownOf(run).endedSince ??= this.options.clock.monotonic();
  }

  /** The run is closed. */
  forget({ start }: SupervisedRun): void {
    this.known.delete(start.id);
  }

  private knownOf({ start }: SupervisedRun): KnownRun {
    const known: KnownRun = this.known.get(start.id) ?? {
      since: this.options.clock.monotonic(),
    };
    if (this.known.size >= MOST_KNOWN) {
      // Runs whose resource was deleted under them; who goes on is known again at once.
      this.known.clear();
    }
    this.known.set(start.id, known);
    return known;
  }

  private lookAtWorkers(
    known: KnownRun,
    { start, owner }: SupervisedRun,
    uid: string,
  ): void {
    const { view } = this.options;
    const job = { namespace: start.namespace, uid };
    const pods = view.workerPods(job, replicaSetName(owner));
    const refusal = view.replicaSetsOf(job).find(it => it.refusal)?.refusal;
    if (pods.length > 0 || refusal !== undefined) {
      known.workerPods = pods;
      known.workersRefusal = refusal;
    }
  }

  /** Undefined: nothing was seen of them. */
  private workersOf(
    run: SupervisedRun,
    known: KnownRun,
  ): WorkersStanding | undefined {
    const { observer, enqueue } = this.options;
    if (!known.workerPods) {
      return undefined;
    }
    const standing = workersStanding(
      known.workerPods,
      known.workersRefusal,
      ({ metadata, container }) =>
        observer.workerFailure(
          {
            namespace: metadata.namespace,
            podName: metadata.name,
            container: LOCUST_CONTAINER,
            // One that has ended once more has its own log; of those before it the node keeps none.
            restarted:
              container?.kind !== 'terminated' && container?.last !== undefined,
          },
          () => enqueue(run.key),
        ),
    );
    if (standing.trouble?.kind === 'lost') {
      known.workerLost = standing.trouble;
    }
    return { ...standing, trouble: standing.trouble ?? known.workerLost };
  }

  private async askForMaster(
    run: SupervisedRun,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, refusals } = this.options;
    const { job } = run;
    const known = this.knownOf(run);
    if (!job || job.end || job.suspended) {
      return;
    }
    if (view.masterPod(job.metadata)) {
      known.masterMissedSince = undefined;
      known.masterRefusal = undefined;
      return;
    }
    const now = this.options.clock.monotonic();
    known.masterMissedSince ??= now;
    if (now - known.masterMissedSince > POD_EXPECTED_MS) {
      known.masterRefusal = await refusals.ofJob(job, signal);
    }
  }
}

/** The spec that a Job carries may have been edited there; that must not keep anybody from looking at the run. */
function deadlinesOrDefaults(
  spec: RunStart['spec'],
  config: EngineConfig,
): Deadlines {
  try {
    return deadlinesOf(spec, config);
  } catch {
    return deadlinesOf({}, config);
  }
}
