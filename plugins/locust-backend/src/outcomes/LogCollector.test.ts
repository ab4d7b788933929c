import { KubeConfig } from '@kubernetes/client-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
// The collector is tried with the real history, which it does not know otherwise.
// eslint-disable-next-line import/no-restricted-paths
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import type { RunProgress, RunStart, RunStore } from '../runs/RunStore';
import { KubeClient } from '../kube/client/KubeClient';
import { FakeClock } from '../kube/testing/FakeClock';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { json, selfSigned, TestServer } from '../kube/testing/TestServer';
import { createTransport, Transport } from '../kube/transport/Transport';
import type { MasterPod } from '../runs/RunObserver';
import { LogCollector } from './LogCollector';
import { readMasterLog } from './readMasterLog';
import { FakeKubelet, FakePodLog } from './testing/FakeKubelet';
import { stampedLines } from './testing/stampedLines';
import { until } from './testing/until';

const run: RunStart = {
  id: 'run1',
  cluster: 'local',
  clusterUid: 'cluster-uid',
  namespace: 'shop',
  locustName: 'shop',
  locustUid: 'uid',
  jobName: 'job-shop',
  test: 'shop',
  scheduled: false,
  trigger: 'resource',
  createdAt: new Date('2026-01-31T00:00:00Z'),
  spec: {},
  workersWanted: 2,
};

const going: MasterPod = {
  namespace: 'shop',
  podName: 'job-shop-abcde',
  container: 'locust',
  ended: false,
};
const over: MasterPod = { ...going, ended: true };

jest.setTimeout(60_000);

describe('LogCollector', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const logger = new RecordingLogger();
  const certificate = selfSigned();
  let server: TestServer;
  let kubelet: FakePodLog;
  let transport: Transport;
  let store: RunStore;
  let collectors: LogCollector[];

  function collector(
    overStore: RunStore = store,
    clock?: FakeClock,
  ): LogCollector {
    const made = new LogCollector({
      client: new KubeClient(transport),
      store: overStore,
      logger,
      clock,
    });
    collectors.push(made);
    return made;
  }

  beforeEach(async () => {
    collectors = [];
    server = await TestServer.start(certificate);
    kubelet = new FakeKubelet(server).pod(going.podName);
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'test',
        server: `https://127.0.0.1:${server.port}`,
        skipTLSVerify: false,
        caData: Buffer.from(certificate.cert).toString('base64'),
      },
      { name: 'test', token: 'token' },
    );
    transport = createTransport({ kubeConfig });
    const knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
  });

  afterEach(async () => {
    collectors.forEach(it => it.stop());
    await transport.close();
    await server.stop();
  });

  /** What the history must hold in the end, by the parser alone. */
  async function expectStored(fixture: string) {
    const log = await readMasterLog([`${stampedLines(fixture).join('\n')}\n`]);
    const outcome = log.outcome();
    expect((await store.get('run1'))?.total).toEqual(outcome.total);
    expect((await store.get('run1'))?.exitCode).toEqual(outcome.exitCode);
    expect(await store.requests('run1')).toEqual(outcome.requests);
    expect(await store.errors('run1')).toEqual({
      items: outcome.errors,
      exceptions: outcome.exceptions,
    });
    expect((await store.points('run1')).map(it => it.elapsedSeconds)).toEqual(
      outcome.points.map(it => it.elapsedSeconds),
    );
    expect(outcome.endpointPoints.length).toBeGreaterThan(1);
    expect(await store.endpointPoints('run1')).toEqual(outcome.endpointPoints);
    expect(await store.log('run1')).toEqual(log.storedLog());
    expect((await store.events('run1')).map(it => it.reason)).toEqual(
      log.takeEvents().map(it => it.reason),
    );
    expect(await store.isComplete('run1')).toBe(true);
  }

  const RUNNING: RunProgress = { phase: 'running' };
  const NORMAL = '2.47.0/normal.reporter.log';

  it('stores the whole outcome of a log that is there from beginning to end', async () => {
    kubelet.say(...stampedLines(NORMAL));
    const it = collector();
    await it.record(run, RUNNING);
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);

    expect(it.observation('run1')).toMatchObject({
      hasFinalTable: true,
      exitCode: 1,
      workersConnected: 2,
      stored: true,
    });
    await expectStored(NORMAL);
  });

  it('follows a log as it grows and stores it while the test runs', async () => {
    const lines = stampedLines(NORMAL);
    const half = Math.floor(lines.length / 2);
    const it = collector();
    await it.record(run, RUNNING);
    kubelet.say(...lines.slice(0, half));
    it.follow(run, going, () => {});
    await until(async () => (await store.points('run1')).length > 0);
    expect(it.observation('run1')).toMatchObject({
      hasFinalTable: false,
      stored: false,
    });
    expect((await store.get('run1'))?.currentUsers).toBe(10);

    kubelet.say(...lines.slice(half));
    kubelet.end();
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    await expectStored(NORMAL);
  });

  it('goes on where it was after connections that are lost in the middle of lines', async () => {
    const lines = stampedLines(NORMAL);
    const it = collector();
    await it.record(run, RUNNING);
    it.follow(run, going, () => {});
    const followed = () => until(() => kubelet.following === 1);
    const lost = () => until(() => kubelet.following === 0);
    let said = 0;
    for (const cut of [10, 50, 51, 100]) {
      await followed();
      kubelet.say(...lines.slice(said, cut));
      said = cut;
      kubelet.cut(lines[cut].slice(0, 45));
      await lost();
    }
    await followed();
    kubelet.say(...lines.slice(said));
    kubelet.end();
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);

    expect(kubelet.requests.slice(1, -1)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^true 2026-01-31T/)]),
    );
    await expectStored(NORMAL);
  });

  it('survives a server that fails and a container that is not there yet', async () => {
    kubelet.troubles.push(
      response =>
        json(response, 400, {
          kind: 'Status',
          reason: 'BadRequest',
          code: 400,
          message: 'container "locust" is waiting to start: ContainerCreating',
        }),
      response => json(response, 500, { kind: 'Status', code: 500 }),
      (response, lines) => {
        response.writeHead(200);
        response.write(`${lines.slice(0, 20).join('\n')}\n`, () =>
          response.socket?.destroy(),
        );
      },
      response => response.socket?.destroy(),
    );
    kubelet.say(...stampedLines(NORMAL));
    kubelet.end();
    const it = collector();
    await it.record(run, RUNNING);
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    expect(kubelet.requests.length).toBeGreaterThanOrEqual(5);
    await expectStored(NORMAL);
  });

  it('gives one complete outcome where another process begins from the start', async () => {
    const lines = stampedLines(NORMAL);
    const first = collector();
    await first.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 60));
    first.follow(run, going, () => {});
    await until(async () => (await store.points('run1')).length > 0);
    first.stop();

    kubelet.say(...lines.slice(60));
    kubelet.end();
    const second = collector();
    expect(second.observation('run1')).toBeUndefined();
    second.follow(run, over, () => {});
    await until(() => second.observation('run1')?.stored === true);
    await expectStored(NORMAL);
  });

  it('gives one complete outcome where two read the log at once, as while the leader changes', async () => {
    const lines = stampedLines(NORMAL);
    const [deposed, elected] = [collector(), collector()];
    await deposed.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 60));
    deposed.follow(run, going, () => {});
    await until(async () => (await store.points('run1')).length > 0);
    // The first one does not know yet that it leads no more.
    await elected.record(run, RUNNING);
    elected.follow(run, going, () => {});
    await until(() => kubelet.following === 2);
    kubelet.say(...lines.slice(60));
    kubelet.end();
    for (const each of [elected, deposed]) {
      each.follow(run, over, () => {});
      await until(() => each.observation('run1')?.stored === true);
    }
    expect(deposed.observation('run1')).toEqual(elected.observation('run1'));
    await expectStored(NORMAL);
  });

  it('loses nothing that it has read where the log is rotated before it can go on', async () => {
    const lines = stampedLines(NORMAL);
    const it = collector();
    await it.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 100));
    it.follow(run, going, () => {});
    await until(
      async () => (await store.log('run1'))?.lines.length !== undefined,
    );
    kubelet.cut();
    await until(() => kubelet.following === 0);

    // Only the current file is given from now on.
    kubelet.lines = kubelet.lines.slice(90);
    await until(() => kubelet.following === 1);
    expect(kubelet.requests[1]).toMatch(/^true 2026-01-31T/);
    kubelet.say(...lines.slice(100));
    kubelet.end();
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    await expectStored(NORMAL);
  });

  it('keeps the points that were stored of what a new process finds rotated away', async () => {
    const lines = stampedLines(NORMAL);
    const first = collector();
    await first.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 120));
    first.follow(run, going, () => {});
    await until(async () => (await store.points('run1')).length > 2);
    first.stop();

    kubelet.lines = kubelet.lines.slice(110);
    kubelet.say(...lines.slice(120));
    kubelet.end();
    const second = collector();
    second.follow(run, over, () => {});
    await until(() => second.observation('run1')?.stored === true);

    const whole = await readMasterLog([`${lines.join('\n')}\n`]);
    const { points, total, requests, endpointPoints } = whole.outcome();
    expect(
      (await store.endpointPoints('run1')).map(it => [it.name, it.points[0]]),
    ).toEqual(endpointPoints.map(it => [it.name, it.points[0]]));
    expect((await store.points('run1')).map(it => it.elapsedSeconds)).toEqual(
      points.map(it => it.elapsedSeconds),
    );
    expect((await store.get('run1'))?.total).toEqual(total);
    expect(await store.requests('run1')).toEqual(requests);
  });

  it('keeps the doubts about what a new process finds rotated away, which was read after all', async () => {
    const lines = stampedLines(NORMAL);
    const [stamp] = lines[79].split(' ');
    const says = (message: string) =>
      `${stamp} [2026-01-31 00:00:00,000] master/INFO/locust.runners: ${message}`;
    const first = collector();
    await first.record(run, RUNNING);
    kubelet.say(
      ...lines.slice(0, 80),
      says('Worker gone (index 2) reported as ready. 3 workers connected.'),
      says('Worker gone failed to send heartbeat, setting state to missing.'),
    );
    first.follow(run, going, () => {});
    const codes = async () =>
      (await store.get('run1'))?.doubts?.map(it => it.code) ?? [];
    await until(async () => (await codes()).length > 0);
    first.stop();

    kubelet.lines = lines.slice(80);
    kubelet.end();
    const second = collector();
    second.follow(run, over, () => {});
    await until(() => second.observation('run1')?.stored === true);
    expect(await codes()).toEqual(['WorkersLost']);
  });

  it('says that nobody knows of a beginning that was rotated away before anybody read it', async () => {
    kubelet.say(...stampedLines(NORMAL).slice(80));
    kubelet.end();
    const it = collector();
    await it.record(run, RUNNING);
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    expect((await store.get('run1'))?.doubts?.map(each => each.code)).toEqual([
      'LogGap',
    ]);
  });

  it('writes all that was said in two seconds at once', async () => {
    const lines = stampedLines(NORMAL);
    const writes: string[] = [];
    const counted = new Proxy(store, {
      get(target, name: keyof RunStore) {
        const method = target[name] as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          writes.push(name);
          return method.apply(target, args);
        };
      },
    });
    const figures = () => writes.filter(name => name === 'saveFigures').length;
    const logs = () => writes.filter(name => name === 'saveLog').length;
    const clock = new FakeClock();
    const it = collector(counted, clock);
    await it.record(run, RUNNING);
    it.follow(run, going, () => {});
    await until(() => kubelet.following === 1);
    let said = 0;
    /** Line by line, each in a portion of its own. */
    const say = async (count: number) => {
      for (const line of lines.slice(said, said + count)) {
        kubelet.say(line);
        await new Promise(resolve => setImmediate(resolve));
      }
      said += count;
    };

    await say(60);
    await until(async () => {
      await clock.advance(0);
      return (await store.points('run1')).length > 0;
    });
    expect([figures(), logs()]).toEqual([1, 1]);

    await say(40);
    const heard = await readMasterLog([`${lines.slice(0, said).join('\n')}\n`]);
    await until(
      () =>
        it.observation('run1')?.total?.requests ===
        heard.outcome().total?.requests,
    );
    await clock.advance(1_900);
    expect([figures(), logs()]).toEqual([1, 1]);
    const before = (await store.points('run1')).length;
    await clock.advance(100);
    await until(async () => (await store.points('run1')).length > before);
    // The log, which is written whole, comes half as often.
    expect([figures(), logs()]).toEqual([2, 1]);

    await say(lines.length - said);
    kubelet.end();
    it.follow(run, over, () => {});
    await until(async () => {
      await clock.advance(500);
      return it.observation('run1')?.stored === true;
    });
    await expectStored(NORMAL);
    expect(writes.length).toBeLessThan(40);
  });

  it('keeps what was stored where the pod is gone before its log could be read', async () => {
    const lines = stampedLines(NORMAL);
    const first = collector();
    await first.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 60));
    first.follow(run, going, () => {});
    await until(async () => (await store.log('run1')) !== undefined);
    first.stop();
    const before = await store.requests('run1');
    expect(before).not.toEqual([]);

    const second = collector();
    second.follow(run, { ...over, podName: 'job-shop-gone' }, () => {});
    await until(() => second.observation('run1')?.stored === true);
    expect(second.observation('run1')).toMatchObject({ hasFinalTable: false });
    expect(await store.requests('run1')).toEqual(before);
    expect((await store.log('run1'))?.complete).toBe(true);
  });

  it('knows of a complete outcome that the history has when the pod is gone', async () => {
    kubelet.say(...stampedLines(NORMAL));
    kubelet.end();
    const first = collector();
    await first.record(run, RUNNING);
    first.follow(run, over, () => {});
    await until(() => first.observation('run1')?.stored === true);
    first.stop();

    const second = collector();
    second.follow(run, { ...over, podName: 'job-shop-gone' }, () => {});
    await until(() => second.observation('run1')?.stored === true);
    expect(second.observation('run1')).toMatchObject({
      hasFinalTable: true,
      exitCode: 1,
    });
    await expectStored(NORMAL);
  });

  it('keeps interim figures of endpoints whose lines were rotated away before a restart', async () => {
    const lines = stampedLines(NORMAL);
    const first = collector();
    await first.record(run, RUNNING);
    kubelet.say(...lines.slice(0, 60));
    first.follow(run, going, () => {});
    await until(async () => (await store.requests('run1')).length > 5);
    first.stop();
    const before = await store.requests('run1');

    // Of what is left only one line tells of an endpoint.
    const isEntry = (line: string) => line.includes('"kind":"entry"');
    const entry = lines.slice(60).find(isEntry)!;
    kubelet.lines = [
      entry,
      ...lines.slice(60, 100).filter(line => !isEntry(line)),
    ];
    const second = collector();
    second.follow(run, going, () => {});
    await until(() => second.observation('run1')?.total !== undefined);
    await until(
      async () =>
        JSON.stringify(await store.requests('run1')) !== JSON.stringify(before),
    );
    const after = await store.requests('run1');
    expect(after.map(it => it.name)).toEqual(before.map(it => it.name));
  });

  it('says why Locust did not begin', async () => {
    kubelet.say(...stampedLines('2.47.0/syntax-error.log'));
    const it = collector();
    await it.record(run, { phase: 'starting' });
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    expect(it.observation('run1')).toMatchObject({
      hasFinalTable: false,
      failure: {
        kind: 'locustfile',
        message: "SyntaxError: expected ':'",
        place: '/mnt/locust/mistake.py:6',
      },
    });
  });

  it('keeps the reason of an end that is told while the last figures are on their way', async () => {
    const reason = { code: 'StopRequested', message: 'The run was stopped.' };
    let tellEnd = async () => {};
    const slow = new Proxy(store, {
      get(target, name: keyof RunStore) {
        const method = target[name] as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (name === 'get') {
            void tellEnd();
          }
          return method.apply(target, args);
        };
      },
    });
    const it = collector(slow);
    await it.record(run, { phase: 'stopping' });
    let told: Promise<void> | undefined;
    tellEnd = async () => {
      told ??= it.record(run, { phase: 'stopped', reason });
      await told;
    };
    kubelet.say(...stampedLines(NORMAL));
    kubelet.end();
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.stored === true);
    await told;
    expect(await store.get('run1')).toMatchObject({ phase: 'stopped', reason });
  });

  it('loses nothing while the database is away, and keeps the order', async () => {
    let away = true;
    const order: string[] = [];
    const flaky = new Proxy(store, {
      get(target, name: keyof RunStore) {
        const method = target[name] as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (away) {
            throw new Error('connection refused');
          }
          order.push(
            name === 'progress' ? (args[1] as RunProgress).phase : name,
          );
          return method.apply(target, args);
        };
      },
    });
    const it = collector(flaky);
    const recorded = Promise.all([
      it.record(run, { phase: 'queued' }),
      it.record(run, { phase: 'starting' }),
      it.event('run1', {
        type: 'normal',
        reason: 'Admitted',
        message: 'It may start.',
        time: new Date(),
      }),
    ]);
    recorded.catch(() => {});
    kubelet.say(...stampedLines(NORMAL));
    kubelet.end();
    it.follow(run, over, () => {});
    await until(() => it.observation('run1')?.hasFinalTable === true);
    expect(it.observation('run1')?.stored).toBe(false);
    away = false;
    await until(() => it.observation('run1')?.stored === true);

    expect(order.slice(0, 6)).toEqual([
      'begin',
      'queued',
      'begin',
      'starting',
      'events',
      'addEvent',
    ]);
    expect((await store.get('run1'))?.total?.requests).toBeGreaterThan(0);
    expect(await store.isComplete('run1')).toBe(true);
  });

  it('does not keep the reconciler waiting for a database that is away', async () => {
    let away = true;
    let begun = 0;
    const flaky = new Proxy(store, {
      get(target, name: keyof RunStore) {
        const method = target[name] as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (away) {
            throw new Error('connection refused');
          }
          begun += name === 'begin' ? 1 : 0;
          return method.apply(target, args);
        };
      },
    });
    const clock = new FakeClock();
    const it = collector(flaky, clock);
    for (let i = 0; i < 3; i++) {
      const recorded = it.record(run, { phase: 'queued' });
      recorded.catch(() => {});
      await clock.advance(5_000);
      await expect(recorded).rejects.toThrow('it is tried on');
    }
    away = false;
    await clock.advance(60_000);
    await until(async () => (await store.get('run1'))?.phase === 'queued');
    expect(begun).toBe(1);
  });

  it('writes an event of the reconciler once, also after a restart', async () => {
    const event = {
      type: 'warning' as const,
      reason: 'ImagePullFailed',
      message: 'The image cannot be pulled.',
    };
    const first = collector();
    await first.record(run, { phase: 'starting' });
    await first.event('run1', { ...event, time: new Date(1) });
    await first.event('run1', { ...event, time: new Date(2) });
    first.stop();
    const second = collector();
    await second.event('run1', { ...event, time: new Date(3) });
    await second.event('run1', {
      ...event,
      message: 'Other.',
      time: new Date(4),
    });
    expect((await store.events('run1')).map(it => it.message)).toEqual([
      'The image cannot be pulled.',
      'Other.',
    ]);
  });

  it('keeps the locustfile of a run once the run is there, and goes on where it cannot', async () => {
    const snapshot = { main: 'a.py', files: { 'a.py': 'pass' } };
    const saved: unknown[] = [];
    const it = new LogCollector({
      client: new KubeClient(transport),
      store,
      logger,
      locustfiles: {
        save: async (runId, what) => {
          saved.push(what, (await store.get(runId))?.phase);
          throw new Error('the table is full');
        },
      },
    });
    collectors.push(it);
    const recorded = it.record(run, RUNNING);
    it.locustfile('run1', snapshot);
    await recorded;
    await it.record(run, { phase: 'stopping' });
    expect(saved).toEqual([snapshot, 'running']);
    expect((await store.get('run1'))?.phase).toBe('stopping');
    expect(logger.lines.join()).toMatch(/was not kept: .*the table is full/);
  });

  it('tells of the condition to stop that was met, the same to whoever reads the log again', async () => {
    const lines = stampedLines(NORMAL);
    const half = Math.floor(lines.length / 2);
    const stopWhen = ['rps > 1000 for 1s', 'p95 > 0.2s for 4s'];
    const told: unknown[] = [];
    const first = collector();
    await first.record(run, RUNNING);
    const watched = { ...run, spec: { stopWhen } };
    first.follow(watched, going, () =>
      told.push(first.observation('run1')?.stopCondition),
    );
    kubelet.say(...lines.slice(0, half));
    await until(() => told.some(it => it !== undefined));
    const met = first.observation('run1')?.stopCondition;
    expect(met).toMatchObject({
      condition: 'p95 > 0.2s for 4s',
      actual: 250,
    });
    first.stop();

    kubelet.say(...lines.slice(half));
    kubelet.end();
    const second = collector();
    await second.record(run, RUNNING);
    second.follow(watched, over, () => {});
    await until(() => second.observation('run1')?.stored === true);
    expect(second.observation('run1')?.stopCondition).toEqual(met);
  });

  it('tells the reconciler of what it goes by, and not of every line', async () => {
    const changes: (boolean | undefined)[] = [];
    const lines = stampedLines(NORMAL);
    const it = collector();
    await it.record(run, RUNNING);
    it.follow(run, going, () =>
      changes.push(it.observation('run1')?.hasFinalTable),
    );
    await until(() => kubelet.following === 1);
    for (const line of lines) {
      kubelet.say(line);
    }
    await until(() => changes.includes(true));
    expect(changes.length).toBeLessThan(lines.length / 4);
  });

  it('keeps one stream per run and closes it when the run is released', async () => {
    const it = collector();
    await it.record(run, RUNNING);
    for (let i = 0; i < 5; i++) {
      it.follow(run, { ...going }, () => {});
    }
    await until(() => kubelet.following === 1);
    expect(kubelet.requests).toHaveLength(1);
    it.release('run1');
    await until(() => kubelet.following === 0);
    expect(it.observation('run1')).toBeUndefined();
  });
});
