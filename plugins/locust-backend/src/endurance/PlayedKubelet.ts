import type { Change } from '../kube/cache/Change';
import type { KubeClient } from '../kube/client/KubeClient';
import { PODS } from '../kube/ResourceTypes';
import { isWorker, type PodObject } from '../operator/observed/PodObject';

/** The label by which the Job controller says whose a pod is. */
const JOB_NAME = 'batch.kubernetes.io/job-name';

/** Whole seconds, as in Kubernetes' own times. */
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** What Locust prints before its users have spawned. */
const LINES_AT_THE_START = 10;

/** Of a time, as long as it has no fraction: `2026-01-31T10:20:30`. */
const SECONDS = 19;

interface RunningMaster {
  readonly pod: PodObject;
  /** Resolves when its log is at its end. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

export interface PlayedKubeletOptions {
  readonly client: KubeClient;
  /** What Locust has printed when it ends, as lines with their times. */
  readonly log: readonly string[];
  readonly onError: (error: unknown) => void;
}

/**
 * Does for masters what a node would: lets them run as soon as they are there, gives their logs, ends them when they
 * are told to or when their deadline is cut short. Workers stay pending, which nobody minds.
 */
export class PlayedKubelet {
  private readonly masters = new Map<string, RunningMaster>();

  constructor(private readonly options: PlayedKubeletOptions) {}

  /** For the reflector of pods. */
  readonly onPod = (change: Change<PodObject>): void => {
    const { object: pod } = change;
    const job = pod.metadata.labels?.[JOB_NAME];
    if (job === undefined || isWorker(pod)) {
      return;
    }
    if (change.kind === 'deleted') {
      this.masters.get(job)?.end();
      this.masters.delete(job);
    } else if (change.kind === 'added') {
      this.run(job, pod).catch(this.options.onError);
    } else if (
      pod.activeDeadlineSeconds === 1 &&
      change.old?.activeDeadlineSeconds !== 1
    ) {
      this.endMaster(job, 'Failed', 0, { reason: 'DeadlineExceeded' }).catch(
        this.options.onError,
      );
    }
  };

  /** Whether the master of a Job runs. */
  runs(job: string): boolean {
    return this.masters.has(job);
  }

  /** Locust has come to its end; with exit code 1, as where requests have failed. */
  async end(job: string, exitCode: 0 | 1): Promise<void> {
    await this.endMaster(job, exitCode ? 'Failed' : 'Succeeded', exitCode);
  }

  /** What the API server answers of a master's log. */
  readonly podLog: KubeClient['podLog'] = async (
    { name },
    { follow, sinceTime } = {},
  ) => {
    // Times of one format and zone are ordered as texts are, but for the fraction of a second.
    const since = sinceTime?.slice(0, SECONDS) ?? '';
    const lines = this.options.log.filter(
      line => line.slice(0, SECONDS) >= since,
    );
    const master = [...this.masters.values()].find(
      it => it.pod.metadata.name === name,
    );
    const begun = lines.slice(0, follow ? LINES_AT_THE_START : Infinity);
    return (async function* read() {
      yield Buffer.from(`${begun.join('\n')}\n`);
      await master?.ended;
      if (begun.length < lines.length) {
        yield Buffer.from(`${lines.slice(begun.length).join('\n')}\n`);
      }
    })();
  };

  private async run(job: string, pod: PodObject): Promise<void> {
    await this.report(pod, 'Running', { running: { startedAt: now() } });
    let end = () => {};
    const ended = new Promise<void>(resolve => {
      end = resolve;
    });
    this.masters.set(job, { pod, ended, end });
  }

  private async endMaster(
    job: string,
    phase: string,
    exitCode: number,
    more: object = {},
  ): Promise<void> {
    const master = this.masters.get(job);
    if (!master) {
      return;
    }
    this.masters.delete(job);
    master.end();
    await this.report(
      master.pod,
      phase,
      {
        terminated: {
          exitCode,
          reason: exitCode === 0 ? 'Completed' : 'Error',
          startedAt: now(),
          finishedAt: now(),
        },
      },
      more,
    );
  }

  private async report(
    { metadata: { namespace, name } }: PodObject,
    phase: string,
    state: object,
    more: object = {},
  ): Promise<void> {
    await this.options.client.mergePatch(
      PODS,
      { namespace, name },
      {
        status: {
          phase,
          startTime: now(),
          containerStatuses: [
            {
              name: 'locust',
              image: 'i',
              imageID: '',
              ready: false,
              restartCount: 0,
              state,
            },
          ],
          ...more,
        },
      },
      { subresource: 'status' },
    );
  }
}
