import type { Finding } from 'backstage-plugin-locust-common';
import type { Clusters } from '../operator/Clusters';
import { engineFamilies } from './engineFamilies';
import type { EngineMeter } from './EngineMeter';
import type { MetricFamily } from './MetricFamily';
import { originalFamilies } from './originalFamilies';

/** The metrics of this process, read from the caches whenever they are asked for. */
export class LocustMetrics {
  constructor(
    private readonly clusters: Clusters,
    private readonly meters: ReadonlyMap<string, EngineMeter>,
    /** What is wrong with this replica itself. */
    private readonly replicaFindings: () => readonly Finding[] = () => [],
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** How the engines are. */
  engines(): readonly MetricFamily[] {
    const health = this.clusters.health();
    return engineFamilies(
      this.clusters.all.map((cluster, index) => ({
        health: health[index],
        leads: cluster.kind === 'engine' && cluster.engine.leads,
        lastContacts:
          cluster.kind === 'engine' ? cluster.engine.lastContacts() : [],
        meter: this.meters.get(cluster.name),
      })),
      this.now(),
      this.replicaFindings(),
    );
  }

  /** How the engines are and what their clusters hold. Each cluster's objects are told by its leader, so once. */
  all(): readonly MetricFamily[] {
    return [
      ...originalFamilies(
        this.clusters.engines
          .filter(engine => engine.leads)
          .map(engine => ({
            cluster: engine.name,
            locusts: engine.locusts(),
            jobs: engine.jobs(),
          })),
      ),
      ...this.engines(),
    ];
  }
}
