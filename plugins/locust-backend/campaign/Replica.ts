import path from 'node:path';
import type { CampaignCluster } from './cluster/CampaignCluster';
import type { DatabaseFault, EngineSettings } from './engine/EngineMessages';
import { EngineProcess } from './engine/EngineProcess';
import { FaultProxy } from './proxy/FaultProxy';
import { TcpGate } from './proxy/TcpGate';
import type { TrafficRecord } from './proxy/TrafficRecord';

export interface ReplicaOptions {
  readonly cluster: CampaignCluster;
  readonly bundle: string;
  readonly timeScale: number;
  /** The namespaces it is responsible for, a "cluster" of its configuration each. */
  readonly namespaces: readonly string[];
  readonly database: string;
  readonly record: TrafficRecord;
  readonly number: number;
  readonly leaseNamespace?: string;
  readonly mutation?: string;
  readonly onError: (message: string) => void;
}

/** One process of the engine with the road it takes, through all its deaths. */
export class Replica {
  /** A road for each cluster of its configuration. */
  readonly proxies: readonly FaultProxy[];
  readonly gate = new TcpGate();
  /** All processes that this replica was, the present one last. */
  readonly processes: EngineProcess[] = [];
  /** Every token it was given. */
  readonly tokens: string[] = [];
  clockOffsetMs = 0;
  databaseFault: DatabaseFault | undefined;
  private spare: EngineProcess;
  private readonly kubeconfigs: readonly string[];
  private ports: number[] = [];

  constructor(private readonly options: ReplicaOptions) {
    const { cluster, namespaces, record, number, onError } = options;
    this.proxies = namespaces.map(
      () =>
        new FaultProxy({
          upstream: cluster.upstream,
          tls: cluster.tls,
          record,
          replica: number,
          onError,
        }),
    );
    this.kubeconfigs = namespaces.map(namespace =>
      path.join(cluster.folder, `${namespace}-${number}.kubeconfig`),
    );
    this.spare = this.spawn();
  }

  get proxy(): FaultProxy {
    return this.proxies[0];
  }

  get process(): EngineProcess | undefined {
    return this.processes[this.processes.length - 1];
  }

  /** Opens the road. */
  async prepare(): Promise<void> {
    this.ports = await Promise.all(this.proxies.map(it => it.start()));
    // Only the first road can go dead.
    this.ports[0] = await this.gate.start(this.ports[0]);
    await this.rotateToken();
  }

  /** Gives it another token, in its kubeconfig as a rotation does. */
  async rotateToken(): Promise<string> {
    const token = await this.options.cluster.newEngineToken();
    this.tokens.push(token);
    this.kubeconfigs.forEach((file, index) =>
      this.options.cluster.writeKubeconfig(file, this.ports[index], token),
    );
    return token;
  }

  async start(): Promise<void> {
    const process = this.spare;
    this.processes.push(process);
    const settings: EngineSettings = {
      clusters: this.kubeconfigs.map((kubeconfig, index) => ({
        name: `cluster-${index}`,
        kubeconfig,
        namespace: this.options.namespaces[index],
        leaseNamespace:
          this.options.leaseNamespace ?? this.options.namespaces[index],
      })),
      database: this.options.database,
      clockOffsetMs: this.clockOffsetMs,
      databaseFault: this.databaseFault,
      mutation: this.options.mutation,
    };
    await process.begin(settings);
  }

  /** Has the next process loaded beforehand, so that a death costs no time. */
  keepSpare(): void {
    if (this.processes.includes(this.spare)) {
      this.spare = this.spawn();
    }
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  /** After a death: the next process takes its place. */
  async restart(): Promise<void> {
    this.keepSpare();
    await this.start();
  }

  /** Ends everything of it, in order where it can. */
  async end(): Promise<boolean> {
    const orderly = (await this.process?.stop()) ?? true;
    if (!this.processes.includes(this.spare)) {
      await this.spare.kill();
    }
    this.gate.stop();
    this.proxies.forEach(it => it.stop());
    return orderly;
  }

  private spawn(): EngineProcess {
    const { bundle, timeScale } = this.options;
    return new EngineProcess(bundle, { timeScale });
  }
}
