import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { type Clock, sleep, systemClock } from '../kube/Clock';
import type { ClusterEngine } from './ClusterEngine';

/** A configured cluster: an engine, or the sentence why there is none yet. */
export type ConfiguredCluster =
  | {
      readonly kind: 'engine';
      readonly name: string;
      readonly engine: ClusterEngine;
    }
  | {
      readonly kind: 'unusable';
      readonly name: string;
      readonly problem: string;
      readonly since: Date;
      /** Tries once more: a kubeconfig may be written, or corrected, later. */
      readonly again: () => ConfiguredCluster;
    };

const AGAIN_MS = 15_000;

/** The configured clusters by name, in the configuration's order. One that cannot be used affects only itself. */
export class Clusters {
  private readonly clusters: ConfiguredCluster[];
  private readonly stopping = new AbortController();

  constructor(
    configured: readonly ConfiguredCluster[],
    private readonly clock: Clock = systemClock,
  ) {
    this.clusters = [...configured];
  }

  get all(): readonly ConfiguredCluster[] {
    return this.clusters;
  }

  /** Those with an engine. */
  get engines(): readonly ClusterEngine[] {
    return this.all.flatMap(cluster =>
      cluster.kind === 'engine' ? [cluster.engine] : [],
    );
  }

  /** Starts the engines there are, and each of the others once it can be had. Returns at once. */
  start(): void {
    this.clusters.forEach((cluster, index) => {
      if (cluster.kind === 'engine') {
        cluster.engine.start();
      } else {
        void this.startOnceUsable(index, cluster.again);
      }
    });
  }

  /** Resolves when every engine has stopped. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.engines.map(engine => engine.stop()));
  }

  /**
   * The engine of a cluster.
   *
   * @throws NotFoundError naming the clusters there are
   * @throws ServiceUnavailableError saying why the cluster cannot be used
   */
  engine(name: string): ClusterEngine {
    const cluster = this.all.find(one => one.name === name);
    if (!cluster) {
      throw new NotFoundError(
        `There is no cluster "${name}"; configured are ${this.all
          .map(one => `"${one.name}"`)
          .join(', ')}`,
      );
    }
    if (cluster.kind === 'unusable') {
      throw new ServiceUnavailableError(
        `Cluster "${name}" cannot be used: ${cluster.problem}`,
      );
    }
    return cluster.engine;
  }

  health(): readonly ClusterHealth[] {
    return this.all.map(cluster =>
      cluster.kind === 'engine'
        ? cluster.engine.health()
        : healthOfUnusable(cluster),
    );
  }

  private async startOnceUsable(
    index: number,
    again: () => ConfiguredCluster,
  ): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await sleep(this.clock, AGAIN_MS, signal);
      if (signal.aborted) {
        return;
      }
      const cluster = again();
      if (cluster.kind === 'engine') {
        this.clusters[index] = cluster;
        cluster.engine.start();
        return;
      }
      const { since } = this.clusters[index] as typeof cluster;
      this.clusters[index] = { ...cluster, since };
    }
  }
}

function healthOfUnusable({
  name,
  problem,
  since,
}: Extract<ConfiguredCluster, { kind: 'unusable' }>): ClusterHealth {
  return {
    cluster: name,
    state: 'unreachable',
    message: `${problem}. It is tried again every few seconds.`,
    since,
    queueDepth: 0,
    findings: [
      {
        severity: 'error',
        code: 'clusterUnreachable',
        what: `${problem}.`,
        fix: 'Correct what is said of this cluster under locust.clusters, or the kubeconfig that is named there; no restart is needed.',
      },
    ],
    resources: [],
  };
}
