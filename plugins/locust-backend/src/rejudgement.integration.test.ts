import fs from 'node:fs';
import path from 'node:path';
import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import request from 'supertest';
import { routesOver } from './api/__testUtils__/routesOver';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import { TestNamespace } from './operator/testing/TestNamespace';
import { LogCollector } from './outcomes/LogCollector';

jest.setTimeout(180_000);

const logger = { error() {}, warn() {}, info() {}, debug() {} };

/**
 * The log of a master, as a kubelet gives it. Of 480 requests 70 failed, 40 of the 120 to /checkout, and the 95th
 * percentile was 310 ms: `exports/__fixtures__/2.47.0/locust_stats.csv` is what Locust wrote of the same run.
 */
const LOG = fs
  .readFileSync(
    path.join(__dirname, 'exports/__fixtures__/2.47.0/csv.reporter.log'),
    'utf8',
  )
  .split('\n')
  .slice(0, -1)
  .map((line, index) => {
    const time = new Date(Date.UTC(2026, 0, 31) + index * 10).toISOString();
    return `${time.replace('Z', '000000Z')} ${line}\n`;
  })
  .join('');

describe('A run that is judged, and judged again by other thresholds', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  const startHistory = async () => {
    const knex = await databases.init('SQLITE_3');
    const store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    await cluster.startEngine(
      {},
      {
        observer: new LogCollector({
          client: {
            async podLog() {
              return (async function* whole() {
                yield Buffer.from(LOG);
              })();
            },
          },
          store,
          locustfiles: store.locustfiles,
          logger,
        }),
        unfinished: store,
      },
    );
    return { app: (await routesOver(store)).app, store };
  };

  /** The master of the resource has run, and its whole log can be read. */
  const ended = async () => {
    const pod = await cluster.masterPod('job-demo');
    const at = pod.metadata.creationTimestamp;
    await cluster.report(pod, 'Failed', {
      // Locust's exit code where requests have failed.
      terminated: { exitCode: 1, startedAt: at, finishedAt: at },
    });
  };

  const condition = async () =>
    (await cluster.status('demo')).conditions?.find(it => it.type === 'Passed');

  it('has its own verdict in the resource, its condition and the history, and keeps it there', async () => {
    const { app, store } = await startHistory();
    const call = (method: 'get' | 'post' | 'delete', route: string) =>
      request(app)
        [method](route)
        .set('authorization', mockCredentials.user.header('user:default/ada'));
    await cluster.apply('demo', {
      thresholds: ['p95 < 500ms', 'GET /checkout: fail_ratio < 10%'],
    });
    await ended();

    const own = {
      verdict: 'failed',
      thresholds: [
        { threshold: 'p95 < 500ms', passed: true, actual: 310 },
        {
          threshold: 'GET /checkout: fail_ratio < 10%',
          passed: false,
          actual: expect.closeTo(1 / 3),
        },
      ],
    };
    expect(await cluster.inPhase('demo', 'Finished')).toMatchObject({
      verdict: 'failed',
      lastRuns: [{ verdict: 'failed' }],
    });
    const judged = await condition();
    expect(judged).toMatchObject({
      status: 'False',
      reason: 'ThresholdsCrossed',
      message: expect.stringContaining('GET /checkout'),
    });
    const [{ id }] = (await store.list({}, { limit: 10 })).items;
    const { body: run } = await call('get', `/runs/${id}`);
    expect(run).toMatchObject({ phase: 'finished', ...own });
    expect(run).not.toHaveProperty('rejudgement');

    const other = await call('post', `/runs/${id}/rejudgement`).send({
      thresholds: ['fail_ratio < 50%'],
    });
    expect([other.status, other.body]).toMatchObject([
      200,
      {
        ...own,
        rejudgement: {
          verdict: 'passed',
          by: 'user:default/ada',
          thresholds: [{ passed: true, actual: expect.closeTo(70 / 480) }],
        },
      },
    ]);

    // Neither undoes the other: the engine looks at the resource again, and writes what it finds.
    await cluster.edit('demo', { ttlAfterFinished: 'never' });
    await cluster.seen('demo');
    expect(await condition()).toEqual({ ...judged, observedGeneration: 2 });
    await cluster.stopEngines();
    const again = (await call('get', `/runs/${id}`)).body;
    expect(again).toEqual(other.body);
    expect((await call('get', '/runs?verdict=failed')).body.items).toHaveLength(
      1,
    );
    expect((await call('get', '/runs?verdict=passed')).body.items).toEqual([]);

    await call('delete', `/runs/${id}/rejudgement`).expect(200);
    expect((await call('get', `/runs/${id}`)).body).toEqual(run);
  });
});
