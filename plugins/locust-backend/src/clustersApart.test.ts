import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import request from 'supertest';
import { routesOver } from './api/__testUtils__/routesOver';
import { runStart } from './history/__testUtils__/runStart';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import { FakeClock } from './kube/testing/FakeClock';
import { FakeCluster } from './kube/testing/FakeCluster';
import { FakeTransport } from './kube/testing/FakeTransport';
import { ClusterEngine } from './operator/ClusterEngine';
import { Clusters } from './operator/Clusters';
import { ToldOutcomes } from './operator/testing/ToldOutcomes';

jest.setTimeout(240_000);

const LOCUSTS = '/apis/locust-qa.xyz/v1/namespaces/load/locusts';
const JOBS = '/apis/batch/v1/namespaces/load/jobs';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A cluster and the engine that looks after it, both by the same clock. */
class Place {
  readonly cluster: FakeCluster;
  readonly transport: FakeTransport;
  readonly engine: ClusterEngine;
  /** How each reconcile ended. */
  readonly reconciles: string[] = [];

  constructor(readonly name: string, private readonly clock: FakeClock) {
    this.cluster = new FakeCluster(`uid of ${name}`);
    this.transport = new FakeTransport(this.cluster);
    this.engine = new ClusterEngine({
      name,
      transport: this.transport,
      observer: new ToldOutcomes(),
      logger: { error() {}, warn() {}, info() {}, debug() {} },
      onReconciled: (_seconds, outcome) => this.reconciles.push(outcome),
      clock,
    });
    this.engine.start();
  }

  apply(name: string): void {
    this.cluster.make(LOCUSTS, {
      apiVersion: 'locust-qa.xyz/v1',
      kind: 'Locust',
      metadata: { name },
      spec: {},
    });
  }

  hasJob(name: string): boolean {
    return this.cluster.objects.has(`${JOBS}/job-${name}`);
  }

  /** How many milliseconds of the clock pass until a resource that is made now has its Job. */
  async untilJob(name: string): Promise<number> {
    const begun = this.clock.monotonic();
    this.apply(name);
    while (!this.hasJob(name)) {
      if (this.clock.monotonic() - begun > MINUTE) {
        throw new Error(`${this.name} has not made the Job of ${name}`);
      }
      await this.clock.advance(10);
    }
    return this.clock.monotonic() - begun;
  }
}

/**
 * An hour in which every five minutes a run is begun in one cluster, while the other is as it is told to be.
 *
 * @returns what the first cluster's engine did in it
 */
async function anHour(well: Place, clock: FakeClock) {
  const asked = well.transport.requests.length;
  const begun = clock.monotonic();
  const latencies: number[] = [];
  for (let minute = 0; minute < 60; minute += 5) {
    latencies.push(await well.untilJob(`minute-${minute}`));
    const next = begun + (minute + 5) * MINUTE;
    await clock.advance(next - clock.monotonic());
  }
  return {
    latencies,
    // What is due at the same moment comes in any order.
    reconciles: well.reconciles.splice(0).sort(),
    // All but the Lease, whose renewals are spread at random.
    requests: well.transport.requests
      .slice(asked)
      .filter(it => !it.includes('/leases')).length,
  };
}

describe('One cluster that is down for an hour', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let clock: FakeClock;
  let well: Place;
  let troubled: Place;

  async function start() {
    clock = new FakeClock();
    well = new Place('well', clock);
    troubled = new Place('troubled', clock);
    await clock.advance(MINUTE);
    expect([well, troubled].map(({ engine }) => engine.leads)).toEqual([
      true,
      true,
    ]);
  }

  beforeEach(start);

  async function stop() {
    troubled.transport.restore();
    const stopped = Promise.all(
      [well, troubled].map(({ engine }) => engine.stop()),
    );
    await clock.advance(MINUTE);
    await stopped;
  }

  afterEach(stop);

  const healthOf = ({ engine }: Place) => engine.health();

  it('costs the other not a millisecond, nor a request', async () => {
    const calm = await anHour(well, clock);
    await stop();
    await start();

    troubled.transport.cut();
    const meanwhile = await anHour(well, clock);
    expect(meanwhile).toEqual(calm);
    expect(meanwhile.reconciles).not.toContain('failed');
    expect(healthOf(well).state).toBe('healthy');
    expect(healthOf(troubled).state).toBe('unreachable');
  });

  it('says so and since when, its history is served, and it recovers by itself', async () => {
    const store = await DatabaseRunStore.create({
      database: mockServices.database({
        knex: await databases.init('SQLITE_3'),
      }),
    });
    const id = 'ofthetroubledcluster000000';
    await store.begin(
      runStart({ id, cluster: 'troubled', createdAt: new Date() }),
    );
    await store.progress(id, { phase: 'finished' });
    const { app } = await routesOver(store, {
      clusters: new Clusters(
        [well, troubled].map(({ name, engine }) => ({
          kind: 'engine' as const,
          name,
          engine,
        })),
      ),
    });
    const get = (path: string) =>
      request(app)
        .get(path)
        .set('authorization', mockCredentials.user.header());

    troubled.apply('before');
    await clock.advance(SECOND);
    expect(troubled.hasJob('before')).toBe(true);

    const cutAt = clock.wall();
    troubled.transport.cut();
    await clock.advance(MINUTE);
    // By kubectl, which has another way to it.
    troubled.apply('meanwhile');
    const timers = clock.timers;
    const asked = troubled.transport.requests.length;
    await clock.advance(HOUR);

    const { status, body } = await get('/engine');
    const [one, other] = body.clusters as readonly (ClusterHealth & {
      readonly since: string;
    })[];
    expect(status).toBe(200);
    expect(one).toMatchObject({ cluster: 'well', state: 'healthy' });
    expect(other).toMatchObject({
      cluster: 'troubled',
      state: 'unreachable',
      message: expect.stringMatching(
        /^Could not (list|watch) \w+: the API server cannot be reached\. What is shown of \w+ may be out of date; it is tried again by itself\.$/,
      ),
    });
    expect(Date.parse(other.since)).toBeGreaterThanOrEqual(cutAt);
    expect(Date.parse(other.since)).toBeLessThanOrEqual(cutAt + MINUTE);
    const { body: page } = await get('/runs?cluster=troubled');
    expect(page.items.map((run: { id: string }) => run.id)).toEqual([id]);
    expect((await get(`/runs/${id}/export/html`)).status).toBe(200);
    const { body: tests } = await get('/tests');
    expect(tests.unavailable).toEqual([
      expect.objectContaining({ cluster: 'troubled', message: other.message }),
    ]);
    expect(troubled.engine.leads).toBe(false);
    expect(troubled.hasJob('meanwhile')).toBe(false);
    // It neither gives up nor hammers, and nothing piles up.
    const perMinute = (troubled.transport.requests.length - asked) / 60;
    expect(perMinute).toBeGreaterThan(1);
    expect(perMinute).toBeLessThan(120);
    expect(clock.timers).toBeLessThanOrEqual(timers + 5);

    troubled.transport.restore();
    await clock.advance(2 * MINUTE);
    expect(healthOf(troubled).state).toBe('healthy');
    expect(troubled.engine.leads).toBe(true);
    expect(troubled.hasJob('meanwhile')).toBe(true);
    expect(
      troubled.transport.requests.filter(it => it === `POST ${JOBS}`),
    ).toHaveLength(2);
  });
});
