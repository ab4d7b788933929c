import path from 'node:path';
import type { CampaignCluster } from './cluster/CampaignCluster';
import type { RunningMaster } from './cluster/CampaignNode';
import type { KubeJson, Loose } from './cluster/KubeJson';
import { partsOf, type Recording } from './cluster/PrintedLog';
import { TrafficRecord } from './proxy/TrafficRecord';
import { Replica } from './Replica';

/** Something did not come to be in time. */
export class NotInTime extends Error {
  constructor(what: string, ms: number, more: string) {
    super(`waited ${Math.round(ms / 1000)} s in vain until ${what}${more}`);
    this.name = 'NotInTime';
  }
}

export interface PlanRunOptions {
  readonly cluster: CampaignCluster;
  readonly bundle: string;
  readonly namespace: string;
  /** Processes of the engine; they share lease and history. */
  readonly replicas: number;
  /** Namespaces beside {@link PlanRunOptions.namespace} that each process is to look after as clusters of their own. */
  readonly more?: readonly string[];
  /** Where the lease lies, if not in the namespace itself. */
  readonly leaseNamespace?: string;
  readonly timeScale: number;
  readonly mutation?: string;
  /** After so long a step of a workload is given up. Real milliseconds. */
  readonly stepMs?: number;
}

/** The value of a Secret in every plan's namespace; must not be seen in any output. */
export const PLANTED_SECRET = 'planted-secret-0c7f1c';

const EXIT_CODES: Readonly<Record<Recording, number>> = {
  'normal.reporter': 1,
  'shape.reporter': 0,
  'stopped.reporter': 1,
  'syntax-error': 1,
};

/** After so long a step of a workload is given up. Real milliseconds. */
const STEP_MS = 120_000;

/** What a master prints, and how it ends, by the name of its Job. */
export type Script = (job: string) => Recording;

/** One run of a workload: its engine processes, its namespace, and what its driver does there. */
export class PlanRun {
  readonly record = new TrafficRecord();
  readonly replicas: readonly Replica[];
  readonly namespace: string;
  readonly database: string;
  readonly errors: string[] = [];
  /** What the driver made that is none of the engine's business: `services/foreign`. */
  readonly foreign = new Map<string, KubeJson>();
  /** Masters that run or ran, by Job. */
  readonly masters = new Map<string, RunningMaster>();
  /** Waits that a lost event may not hold up for ever end after so long; see {@link PlanRun.patiently}. */
  patienceMs: number;
  /** Set at the end: a plan whose fault did not strike proves nothing. */
  struck = true;
  script: Script = () => 'shape.reporter';

  constructor(private readonly options: PlanRunOptions) {
    const { cluster, namespace } = options;
    this.namespace = namespace;
    this.patienceMs = this.stepMs;
    this.database = path.join(cluster.folder, `${namespace}.sqlite`);
    this.replicas = Array.from(
      { length: options.replicas },
      (_, number) =>
        new Replica({
          cluster,
          bundle: options.bundle,
          timeScale: options.timeScale,
          namespaces: [namespace, ...(options.more ?? [])],
          database: this.database,
          record: this.record,
          number,
          leaseNamespace: options.leaseNamespace,
          mutation: options.mutation,
          onError: message => this.errors.push(message),
        }),
    );
  }

  get cluster(): CampaignCluster {
    return this.options.cluster;
  }

  /** Another run of the same kind, with a namespace, a history and a process of its own. */
  beside(): PlanRun {
    return new PlanRun({
      ...this.options,
      namespace: `${this.namespace}-beside`,
      more: [],
    });
  }

  get stepMs(): number {
    return this.options.stepMs ?? STEP_MS;
  }

  get timeScale(): number {
    return this.options.timeScale;
  }

  /** So much of the engine's time, in real milliseconds. */
  engineTime(ms: number): number {
    return ms / this.timeScale;
  }

  /** Namespace, foreign objects, road and node. */
  async prepare(): Promise<void> {
    const { cluster, namespace, more = [] } = this.options;
    for (const each of [namespace, ...more]) {
      await cluster.makeNamespace(each);
      cluster.node.serve(each, master => this.runMaster(master));
    }
    await this.plantForeign();
    for (const replica of this.replicas) {
      await replica.prepare();
    }
  }

  /** Starts all replicas, one after the other. */
  async startEngines(): Promise<void> {
    for (const replica of this.replicas) {
      await replica.start();
    }
  }

  async end(): Promise<void> {
    const { namespace, more = [], cluster } = this.options;
    await Promise.all(this.replicas.map(it => it.end()));
    for (const each of [namespace, ...more]) {
      cluster.node.leave(each);
      cluster.mirror.forget(each);
    }
  }

  /** What there is now, or undefined. */
  get(
    resource: Parameters<CampaignCluster['mirror']['get']>[0],
    name: string,
    namespace = this.namespace,
  ): KubeJson | undefined {
    return this.cluster.mirror.get(resource, namespace, name);
  }

  status(name: string, namespace = this.namespace): Loose {
    return this.get('locusts', name, namespace)?.status ?? {};
  }

  /** @throws NotInTime */
  async until<T>(
    what: string,
    look: () => T | undefined | false | null,
    limitMs = this.stepMs,
    namespace = this.namespace,
  ): Promise<T> {
    const started = performance.now();
    for (;;) {
      const found = look();
      if (found) {
        return found;
      }
      const left = started + limitMs - performance.now();
      if (left <= 0) {
        throw new NotInTime(what, limitMs, this.describe());
      }
      await this.nextChange(Math.min(left, 250), namespace);
    }
  }

  /** As {@link PlanRun.until}, but goes on without it where the fault may have hidden it from the engine. */
  async patiently<T>(
    what: string,
    look: () => T | undefined | false | null,
  ): Promise<T | undefined> {
    try {
      return await this.until(what, look, this.patienceMs);
    } catch (error) {
      if (error instanceof NotInTime && this.patienceMs < this.stepMs) {
        return undefined;
      }
      throw error;
    }
  }

  make(name: string, spec: object, namespace = this.namespace) {
    return this.cluster.api.create('locusts', namespace, {
      apiVersion: 'locust-qa.xyz/v1',
      kind: 'Locust',
      metadata: { name },
      spec,
    });
  }

  edit(name: string, spec: object) {
    return this.cluster.api.patch('locusts', this.namespace, name, { spec });
  }

  /** The master of a Job, once its container runs. */
  async master(job: string): Promise<RunningMaster> {
    return this.until(`the master of ${job} runs`, () => this.masters.get(job));
  }

  /** Prints the rest of the recording; the container ends. */
  async finish(job: string): Promise<void> {
    const master = await this.master(job);
    const recording = this.script(job);
    master.log.print(partsOf(recording).rest);
    await master.end(EXIT_CODES[recording]);
  }

  /** A Job as the CronJob controller makes it. */
  async makeScheduledJob(cronJob: string, number: number): Promise<string> {
    const schedule = await this.until(`there is a CronJob ${cronJob}`, () =>
      this.get('cronjobs', cronJob),
    );
    const { metadata, spec } = schedule.spec?.jobTemplate;
    const name = `${cronJob}-${number}`;
    await this.cluster.api.create('jobs', this.namespace, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        ...metadata,
        name,
        annotations: {
          ...metadata.annotations,
          'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(
            Math.floor(Date.now() / 1000) * 1000,
          )
            .toISOString()
            .replace('.000Z', 'Z'),
        },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: cronJob,
            uid: schedule.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec,
    });
    // Else one that waits until it is gone would find that so before it was seen to have come.
    await this.until(`the Job ${name} is seen`, () =>
      this.cluster.mirror
        .jobsEverSeen(this.namespace)
        .some(it => it.metadata.name === name),
    );
    return name;
  }

  private runMaster(master: RunningMaster): void {
    const recording = this.script(master.job);
    this.masters.set(master.job, master);
    master.log.print(partsOf(recording).beginning);
    master.onDeadline = () => {
      master.log.print(partsOf('stopped.reporter').rest);
      void master
        .end(EXIT_CODES['stopped.reporter'], 'DeadlineExceeded')
        .catch(error => this.errors.push(error.message));
    };
  }

  /** Things that look a little like ours and are not. */
  private async plantForeign(): Promise<void> {
    const { api } = this.cluster;
    const { namespace } = this;
    const metadata = { name: 'foreign', labels: { locust: 'demo' } };
    const made = {
      services: await api.create('services', namespace, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { ports: [{ port: 80 }] },
      }),
      configmaps: await api.create('configmaps', namespace, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { of: 'somebody else' },
      }),
      secrets: await api.create('secrets', namespace, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'planted' },
        stringData: { PASSWORD: PLANTED_SECRET },
      }),
    };
    for (const [resource, object] of Object.entries(made)) {
      this.foreign.set(`${resource}/${object.metadata.name}`, object);
    }
  }

  private nextChange(ms: number, namespace: string): Promise<void> {
    return new Promise(resolve => {
      const { mirror } = this.cluster;
      let timer: NodeJS.Timeout | undefined = undefined;
      let stop = () => {};
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      timer = setTimeout(done, ms);
      stop = mirror.onChange(namespace, done);
    });
  }

  /** For whoever reads why a plan failed. */
  private describe(): string {
    const locusts = this.cluster.mirror
      .list('locusts', this.namespace)
      .map(it => `${it.metadata.name} is ${it.status?.phase ?? 'new'}`);
    const jobs = this.cluster.mirror
      .list('jobs', this.namespace)
      .map(it => it.metadata.name);
    return ` (${[...locusts, `Jobs: ${jobs.join(', ') || 'none'}`].join(
      '; ',
    )})`;
  }
}
