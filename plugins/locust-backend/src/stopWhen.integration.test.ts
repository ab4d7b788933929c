import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import type { KubeClient } from './kube/client/KubeClient';
import { KubeApiError } from './kube/KubeApiError';
import { CONFIG_MAPS, EVENTS, JOBS } from './kube/ResourceTypes';
import { createTransport, type KubeRequest } from './kube/transport/Transport';
import { eventually } from './operator/testing/eventually';
import { TestNamespace } from './operator/testing/TestNamespace';
import { LogCollector } from './outcomes/LogCollector';

jest.setTimeout(180_000);

const logger = { error() {}, warn() {}, info() {}, debug() {} };
const CONDITION = 'fail_ratio > 50% for 6s';

/** What the reporter says every two seconds. */
function total(elapsed: number, failuresPerSecond: number): string {
  const record = {
    v: 1,
    n: elapsed / 2,
    kind: 'total',
    final: false,
    elapsed,
    state: 'running',
    users: 1,
    targetUsers: 1,
    workers: { running: 1 },
    statistics: {
      requests: 10 * elapsed,
      failures: failuresPerSecond * elapsed,
      rps: 10,
      failuresPerSecond,
    },
    recent: { median: 20, p95: 80 },
  };
  const time = new Date(Date.UTC(2026, 0, 31) + elapsed * 1000).toISOString();
  return `${time.replace('Z', '000000Z')} @@locust ${JSON.stringify(record)}\n`;
}

/** A master's log as a kubelet keeps it; gone with its pod. */
class Log {
  private lines: string[] = [];
  private news: (() => void)[] = [];
  private over = false;
  gone = false;

  say(...lines: readonly string[]) {
    this.lines.push(...lines);
    this.wake();
  }

  end() {
    this.over = true;
    this.wake();
  }

  readonly podLog: KubeClient['podLog'] = async (_pod, { signal } = {}) => {
    if (this.gone) {
      throw new KubeApiError({
        failure: 'notFound',
        intent: { verb: 'get', resource: 'pods/log' },
      });
    }
    return this.read(signal);
  };

  private async *read(signal: AbortSignal | undefined) {
    for (let at = 0; ; ) {
      while (at < this.lines.length) {
        yield Buffer.from(this.lines[at]);
        at += 1;
      }
      if (this.over || signal?.aborted) {
        return;
      }
      await new Promise<void>(resolve => {
        this.news.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    }
  }

  private wake() {
    this.news.splice(0).forEach(it => it());
  }
}

describe('A run whose condition to stop is met', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let cluster: TestNamespace;
  let store: DatabaseRunStore;
  let log: Log;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    log = new Log();
    const knex = await databases.init('SQLITE_3');
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
  });

  afterEach(() => cluster.dispose());

  /** An engine with the real outcomes and the real history, whose requests pass by here first. */
  const startEngine = (
    before: (request: KubeRequest) => void | Promise<void> = () => {},
  ) => {
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    return cluster.startEngine(
      {
        reporter: {
          configMapName: 'locust-reporter',
          files: { 'sitecustomize.py': '' },
        },
      },
      {
        observer: new LogCollector({
          client: { podLog: log.podLog },
          store,
          locustfiles: store.locustfiles,
          logger,
        }),
        unfinished: store,
        transport: {
          server: own.server,
          stream: request => own.stream(request),
          close: () => own.close(),
          request: async request => {
            await before(request);
            return own.request(request);
          },
        },
      },
    );
  };

  const begin = async (spec: object = { stopWhen: [CONDITION] }) => {
    await cluster.apply('demo', spec);
    const pod = await cluster.masterPod('job-demo');
    await cluster.report(pod, 'Running', {
      running: { startedAt: pod.metadata.creationTimestamp },
    });
  };

  const failing = () => log.say(...[0, 2, 4, 6, 8].map(at => total(at, 9)));

  const isEnded = async () =>
    (await cluster.masterPod('job-demo')).spec.activeDeadlineSeconds === 1;

  const mark = async () =>
    (await cluster.get(JOBS, 'job-demo'))?.metadata.annotations?.[
      ANNOTATIONS.stoppedWhen
    ];

  /** What a kubelet does at the pod's deadline. */
  const killed = async () => {
    const pod = await cluster.masterPod('job-demo');
    const at = pod.metadata.creationTimestamp;
    await cluster.report(
      pod,
      'Failed',
      { terminated: { exitCode: 0, startedAt: at, finishedAt: at } },
      { reason: 'DeadlineExceeded' },
    );
    log.end();
  };

  const run = async () => (await store.list({}, { limit: 10 })).items[0];

  async function expectFailedByCondition() {
    const status = await cluster.inPhase('demo', 'Stopped');
    expect(status).toMatchObject({
      verdict: 'failed',
      lastRuns: [{ phase: 'stopped', verdict: 'failed' }],
    });
    const message = expect.stringContaining(CONDITION);
    expect(status.conditions?.find(it => it.type === 'Passed')).toMatchObject({
      status: 'False',
      reason: 'StopWhen',
      message,
    });
    expect(await run()).toMatchObject({
      phase: 'stopped',
      verdict: 'failed',
      reason: { code: 'StopWhen', message },
    });
  }

  it('is stopped as a person would stop it, and has failed by that', async () => {
    await startEngine();
    await begin();
    log.say(total(0, 9), total(2, 9), total(4, 1));
    await eventually('the run goes', async () =>
      ['Running'].includes((await cluster.status('demo')).phase ?? ''),
    );
    expect(await isEnded()).toBe(false);
    log.say(...[6, 8, 10, 12].map(at => total(at, 9)));
    await eventually('the master is ended', isEnded);
    await eventually(
      'the status says that it stops',
      async () =>
        (await cluster.status('demo')).activeRuns?.[0]?.phase === 'stopping',
    );
    await killed();
    await expectFailedByCondition();
    expect((await store.events((await run()).id)).map(it => it.reason)).toEqual(
      expect.arrayContaining(['StopWhen']),
    );
    // Events are told last, when all else is written.
    await eventually('the end is told', async () => {
      const told = await cluster.list(EVENTS);
      const reasons = told.map(it => (it as { reason?: string }).reason);
      return ['StopWhen', 'RunStopped'].every(it => reasons.includes(it));
    });
  });

  it('is stopped by the next engine where one ends before it has written anything of it', async () => {
    let noticed = false;
    await startEngine(({ method, path }) => {
      if (method === 'PATCH' && /\/(jobs|pods)\//.test(path)) {
        noticed = true;
        throw new Error('the process ends here');
      }
    });
    await begin();
    failing();
    await eventually('the engine has noticed', () => noticed);
    await cluster.stopEngines();
    expect(await mark()).toBeUndefined();
    await startEngine();
    await eventually('the master is ended', isEnded);
    await killed();
    await expectFailedByCondition();
    expect(await mark()).toContain(CONDITION);
  });

  it('is stopped by the next engine where one ends between its two patches', async () => {
    let noticed = false;
    await startEngine(({ method, path }) => {
      if (method === 'PATCH' && /\/pods\//.test(path)) {
        noticed = true;
        throw new Error('the process ends here');
      }
    });
    await begin();
    failing();
    await eventually('the engine has noticed', () => noticed);
    await cluster.stopEngines();
    expect(await mark()).toContain(CONDITION);
    await startEngine();
    await eventually('the master is ended', isEnded);
    await killed();
    await expectFailedByCondition();
  });

  it('has failed by it though its log is gone when the next engine comes', async () => {
    await startEngine();
    await begin();
    failing();
    await eventually('the master is ended', isEnded);
    await cluster.stopEngines();
    await killed();
    log.gone = true;
    await startEngine();
    await expectFailedByCondition();
    expect(await mark()).toContain(CONDITION);
  });

  it('goes by the conditions that it began with', async () => {
    await startEngine();
    await begin({ stopWhen: ['fail_ratio > 95% for 6s'] });
    await cluster.edit('demo', { stopWhen: [CONDITION] });
    await cluster.seen('demo');
    failing();
    await eventually(
      'the figures are read',
      async () => ((await run())?.total?.requests ?? 0) >= 80,
    );
    expect(await isEnded()).toBe(false);
    expect(await mark()).toBeUndefined();
  });

  it('is of a person who asked first, and then has no verdict', async () => {
    await startEngine();
    await begin();
    await cluster.edit('demo', { stop: true });
    await eventually('the master is ended', isEnded);
    failing();
    await killed();
    expect(await cluster.inPhase('demo', 'Stopped')).toMatchObject({
      verdict: 'none',
    });
    expect(await mark()).toBeUndefined();
  });

  it('keeps the locustfile that the run began with, inline or of a ConfigMap', async () => {
    await startEngine();
    await begin({ locustfile: { inline: '# inline' } });
    const snapshotOf = (name: string) =>
      eventually(`the locustfile of ${name} is kept`, async () => {
        const { items } = await store.list({}, { limit: 10 });
        const found = items.find(it => it.name === name);
        return found && (await store.locustfiles.of(found.id));
      });
    expect(await snapshotOf('demo')).toEqual({
      main: 'locustfile.py',
      files: { 'locustfile.py': '# inline' },
    });
    await cluster.client.create(CONFIG_MAPS, {
      metadata: { name: 'tests', namespace: cluster.name },
      data: { 'shop.py': '# shop', 'cart.py': '# cart' },
    } as never);
    await cluster.apply('other', {
      locustfile: { configMap: 'tests', key: 'shop.py' },
    });
    expect(await snapshotOf('other')).toEqual({
      main: 'shop.py',
      files: { 'shop.py': '# shop', 'cart.py': '# cart' },
    });
  });
});
