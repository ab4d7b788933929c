import {
  type ConcurrencyPolicy,
  isTerminalPhase,
  type RunPhase,
} from 'backstage-plugin-locust-common';
import type { Change } from '../kube/cache/Change';
import { Reflector } from '../kube/cache/Reflector';
import { Store } from '../kube/cache/Store';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import { JOBS, PODS, REPLICA_SETS, SERVICES } from '../kube/ResourceTypes';
import { decodeChild } from '../operator/observed/ChildObject';
import { decodeJob, type JobObject } from '../operator/observed/JobObject';
import { decodePod, type PodObject } from '../operator/observed/PodObject';
import { minutesOfRun } from './planDay';
import { PlayedCronJobs } from './PlayedCronJobs';
import { PlayedKubelet } from './PlayedKubelet';

/** A schedule that is due every minute, and its policy. */
export interface Lane {
  readonly locust: string;
  readonly cronJob: string;
  readonly policy: ConcurrencyPolicy;
}

const quiet = { error() {}, warn() {}, info() {}, debug() {} };
const PATIENCE_MS = 60_000;

/** Drives the schedules of a namespace through their minutes: makes their Jobs, runs their masters, ends them in time. */
export class Day {
  /** How many objects of a kind were ever made. */
  readonly made = new Map<string, number>();
  readonly kubelet: PlayedKubelet;
  readonly cronJobs: PlayedCronJobs;
  /** What has gone wrong on the side of the driver. */
  readonly errors: unknown[] = [];
  private readonly jobs = new Store<JobObject>();
  private readonly reflectors: Reflector<never>[] = [];
  /** Jobs that were made and are not begun yet, by lane. */
  private readonly undecided = new Map<string, Set<string>>();
  /** Jobs whose run has ended and is not recorded as over yet. */
  private readonly ending = new Set<string>();
  /** Runs in progress and the minute that each ends with, by lane. */
  private readonly going = new Map<string, Map<string, number>>();

  constructor(
    private readonly options: {
      readonly client: KubeClient;
      readonly namespace: string;
      readonly log: readonly string[];
    },
  ) {
    const { client, namespace, log } = options;
    this.kubelet = new PlayedKubelet({
      client,
      log,
      onError: error => this.errors.push(error),
    });
    this.cronJobs = new PlayedCronJobs(client, namespace);
    this.watch(JOBS, this.jobs, decodeJob);
    this.watch(PODS, new Store<PodObject>(), decodePod, this.kubelet.onPod);
    this.watch(SERVICES, new Store(), decodeChild);
    this.watch(REPLICA_SETS, new Store(), decodeChild);
  }

  async start(): Promise<void> {
    for (const reflector of this.reflectors) {
      reflector.start();
    }
    const signal = new AbortController().signal;
    await Promise.all(this.reflectors.map(it => it.whenSynced(signal)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.reflectors.map(it => it.stop()));
  }

  /** One minute of a schedule. Without an engine, Jobs are made and runs end all the same. */
  async minute(lane: Lane, minute: number, hasEngine: boolean): Promise<void> {
    await this.endDue(lane, minute, hasEngine);
    const job = await this.cronJobs.makeJob(lane.cronJob, minute);
    this.undecidedOf(lane).add(job);
    if (hasEngine) {
      await this.settle(lane, minute);
    }
  }

  /** The history has a run in this phase now. */
  recorded(job: string, phase: RunPhase): void {
    if (isTerminalPhase(phase)) {
      this.ending.delete(job);
    }
  }

  /** Until nothing of a schedule runs any more. */
  async end(lane: Lane): Promise<void> {
    while (this.goingOf(lane).size > 0) {
      await this.endDue(lane, Infinity, true);
    }
  }

  private async endDue(
    lane: Lane,
    minute: number,
    hasEngine: boolean,
  ): Promise<void> {
    const going = this.goingOf(lane);
    const due = [...going].filter(([, endsAt]) => endsAt <= minute);
    for (const [job] of due) {
      going.delete(job);
      this.ending.add(job);
      await this.kubelet.end(job, this.cronJobs.minuteOf(job) % 2 ? 1 : 0);
    }
    if (hasEngine) {
      for (const [job] of due) {
        await until(
          `the run of ${job} is recorded as over`,
          () => !this.ending.has(job),
        );
      }
    }
  }

  /** Until the engine has begun each of the Jobs or removed it. */
  private async settle(lane: Lane, minute: number): Promise<void> {
    const undecided = this.undecidedOf(lane);
    const going = this.goingOf(lane);
    for (const job of [...undecided]) {
      await until(`${job} is begun or removed`, () => {
        if (this.kubelet.runs(job)) {
          going.set(job, minute + minutesOfRun(this.cronJobs.minuteOf(job)));
          return true;
        }
        return this.isGone(job);
      });
      undecided.delete(job);
    }
    // What was replaced has ended by the engine's hand.
    for (const job of [...going.keys()]) {
      if (!this.kubelet.runs(job)) {
        going.delete(job);
      }
    }
  }

  private isGone(job: string): boolean {
    const key = `${this.options.namespace}/${job}`;
    return !this.jobs.get(key) && this.jobs.tombstone(key) !== undefined;
  }

  private undecidedOf({ locust }: Lane): Set<string> {
    return entryOf(this.undecided, locust, () => new Set());
  }

  private goingOf({ locust }: Lane): Map<string, number> {
    return entryOf(this.going, locust, () => new Map());
  }

  private watch<T extends KubeObject>(
    type: ResourceType,
    store: Store<T>,
    project: (raw: unknown) => T,
    onChange: (change: Change<T>) => void = () => {},
  ): void {
    const { client, namespace } = this.options;
    const reflector = new Reflector<T>({
      client,
      type,
      namespace,
      store,
      project,
      onChange: change => {
        if (change.kind === 'added') {
          const kind =
            type === PODS && isWorkerPod(change.object) ? 'Worker' : type.kind;
          this.made.set(kind, (this.made.get(kind) ?? 0) + 1);
        }
        onChange(change);
      },
      logger: quiet,
    });
    this.reflectors.push(reflector as unknown as Reflector<never>);
  }
}

function isWorkerPod({ metadata }: KubeObject): boolean {
  return metadata.labels?.['batch.kubernetes.io/job-name'] === undefined;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > giveUpAt) {
      throw new Error(`Waited in vain until ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
