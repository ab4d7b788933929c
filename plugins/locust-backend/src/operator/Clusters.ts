import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import type { ClusterEngine } from './ClusterEngine';

/** A configured cluster: an engine, or the sentence why there is none. */
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
    };

/** The configured clusters by name, in the configuration's order. One that cannot be used affects only itself. */
export class Clusters {
  constructor(readonly all: readonly ConfiguredCluster[]) {}

  /** Those with an engine. */
  get engines(): readonly ClusterEngine[] {
    return this.all.flatMap(cluster =>
      cluster.kind === 'engine' ? [cluster.engine] : [],
    );
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
        : {
            cluster: cluster.name,
            state: 'unreachable',
            message: cluster.problem,
            since: cluster.since,
            queueDepth: 0,
            resources: [],
          },
    );
  }
}
