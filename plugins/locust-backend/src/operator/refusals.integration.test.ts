import { LOCUSTS } from './LocustObject';
import { JOBS, PODS, REPLICA_SETS } from '../kube/ResourceTypes';
import { eventually } from './testing/eventually';
import { heldTransport } from './testing/heldTransport';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const QUOTAS = {
  group: '',
  version: 'v1',
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  namespaced: true,
};

/** Only who asks for one is refused. */
const LICENCE = 'example.com/licence';
const LICENSED = { resources: { limits: { [LICENCE]: 1 } } };

describe('What a quota refuses', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    const hard = `requests.${LICENCE}`;
    await cluster.client.create(QUOTAS, {
      metadata: { name: 'licences', namespace: cluster.name },
      spec: { hard: { [hard]: '0' } },
    });
    await eventually(
      'the quota is in force',
      async () =>
        (await cluster.get(QUOTAS, 'licences'))?.status?.hard?.[hard] === '0',
    );
  });

  afterEach(() => cluster.dispose());

  it("is told of the master in the words of its Job's Events, and ends the run in time", async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {
      workersReadyTimeout: '12s',
      master: LICENSED,
    });
    const words =
      /^The namespace's quota leaves no pod for the master: exceeded quota: licences, requested: requests\.example\.com\/licence=1, .*; wait until/;
    await eventually('the run tells of it while it waits', () => {
      const { reason, phase } = cluster.outcomes.of('demo')[0]?.last ?? {};
      return phase === 'starting' && words.test(reason?.message ?? '');
    });
    const { message } = await cluster.inPhase('demo', 'Error');
    expect(message).toMatch(words);
    expect(cluster.outcomes.of('demo')).toMatchObject([
      { last: { phase: 'error', reason: { code: 'QuotaExceeded' } } },
    ]);
    await cluster.gone(JOBS, 'job-demo');
  });

  it('is told of the workers in the words of their ReplicaSet, and why they did not come in the end', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { workers: 2, worker: LICENSED });
    await cluster.begin('job-demo');
    const words =
      /the namespace's quota leaves no pod for the workers: exceeded quota: licences/i;
    await eventually('the run tells of it while it waits', () =>
      words.test(cluster.outcomes.of('demo')[0]?.last.reason?.message ?? ''),
    );
    // As Locust does when it gives up.
    cluster.outcomes.tell(cluster.outcomes.ofJob('job-demo')!.start.id, {
      failure: {
        kind: 'noWorkers',
        message: 'Gave up waiting for workers to connect',
      },
    });
    await cluster.end('job-demo', { exitCode: 1, stored: false });
    await cluster.gone(REPLICA_SETS, 'replicaset-demo');
    // The ReplicaSet is gone by now, and its word with it.
    cluster.outcomes.tell(cluster.outcomes.ofJob('job-demo')!.start.id, {
      stored: true,
    });
    const { message } = await cluster.inPhase('demo', 'Error');
    expect(message).toMatch(/^Only 0 of 2 workers connected within 5m: /);
    expect(message).toMatch(words);
  });

  it('is asked for only where a run misses its master: others cost no read of Events', async () => {
    const { transport, requests } = heldTransport(cluster.engineConfig);
    await cluster.startEngine({}, { transport });
    await cluster.apply('demo', {});
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    expect(await cluster.names(PODS)).not.toEqual([]);
    const ofEvents = requests.filter(it => it.path.endsWith('/events'));
    expect(ofEvents.filter(it => it.method === 'GET')).toEqual([]);
    expect(requests.length).toBeGreaterThan(0);
    await cluster.remove(LOCUSTS, 'demo');
  });
});
