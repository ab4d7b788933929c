import { setTimeout as delay } from 'node:timers/promises';
import { LOCUSTS } from '../src/operator/LocustObject';
import type { AuditedRequest } from './AuditLog';
import type { BenchCluster } from './BenchCluster';
import { BENCH_SPEC } from './benchSpec';

/** Makes `Locust` resources, as people and pipelines would. */
export class LocustLoad {
  private made = 0;

  constructor(
    private readonly cluster: BenchCluster,
    private readonly namespace: string,
    private readonly spec: object = BENCH_SPEC,
  ) {}

  /** One more; its name. */
  async one(): Promise<string> {
    this.made += 1;
    const name = `test-${this.made}`;
    await this.cluster.driver.create(LOCUSTS, {
      metadata: { name, namespace: this.namespace },
      spec: this.spec,
    });
    return name;
  }

  /** All at once. */
  async burst(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.one()));
  }

  /** So many a second, evenly, whether or not the server keeps up. */
  async paced(perSecond: number, seconds: number): Promise<void> {
    const begun = performance.now();
    const pending: Promise<string>[] = [];
    for (let index = 0; index < perSecond * seconds; index++) {
      const due = begun + (1000 * index) / perSecond;
      await delay(Math.max(0, due - performance.now()));
      pending.push(this.one());
    }
    await Promise.all(pending);
  }
}

/**
 * For each `Locust` of a namespace the milliseconds until the server had received its Job: from when the `Locust` was
 * created, or from when the request to create it had been received.
 */
export function startLatencies(
  requests: readonly AuditedRequest[],
  namespace: string,
  user: string,
  since: 'created' | 'received' = 'created',
): readonly number[] {
  const creates = requests.filter(
    it => it.verb === 'create' && it.code === 201 && it.namespace === namespace,
  );
  const locusts = new Map(
    creates
      .filter(it => it.resource === 'locusts')
      .map(it => [
        `job-${it.name}`,
        since === 'created' ? it.stampedAt : it.receivedAt,
      ]),
  );
  return creates
    .filter(it => it.resource === 'jobs' && it.user === user)
    .filter(it => locusts.has(it.name!))
    .map(it => it.receivedAt - locusts.get(it.name!)!);
}

/** Whether a user has made so many of a resource in a namespace. */
export function hasMade(
  count: number,
  resource: string,
  namespace: string,
  user: string,
) {
  return (requests: readonly AuditedRequest[]) =>
    requests.filter(
      it =>
        it.user === user &&
        it.verb === 'create' &&
        it.code === 201 &&
        it.resource === resource &&
        it.namespace === namespace,
    ).length >= count;
}
