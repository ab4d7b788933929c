import { KubeApiError } from '../kube/KubeApiError';
import type { KubeObject } from '../kube/KubeObject';
import { JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import {
  createTransport,
  type KubeRequest,
  type Transport,
} from '../kube/transport/Transport';
import { LOCUSTS } from './LocustObject';
import { runId } from './runId';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const FORGOTTEN_VERSION = '1';

describe('An engine that ends at the worst moment', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  /** An engine whose requests pass by here first. */
  async function startEngine(before: (request: KubeRequest) => Promise<void>) {
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    const transport: Transport = {
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: async request => {
        await before(request);
        return own.request(request);
      },
    };
    return cluster.startEngine({}, { transport });
  }

  const makesJob = ({ intent }: KubeRequest) =>
    intent?.verb === 'create' && intent.resource === 'jobs';

  const jobDeleted = async () =>
    (await cluster.status('demo')).lastRuns?.[0]?.phase;

  it('makes the Job that it had announced and not made', async () => {
    await startEngine(async request => {
      if (makesJob(request)) {
        throw new Error('the process ends here');
      }
    });
    await cluster.apply('demo', {});
    await cluster.inPhase('demo', 'Starting');
    await cluster.stopEngines();
    expect(await cluster.names(JOBS)).toEqual([]);
    await cluster.startEngine();
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    expect(cluster.outcomes.of('demo')).toHaveLength(1);
  });

  it('makes no second Job where it had made one, did not come to say so, and somebody has deleted it since', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    expect((await cluster.status('demo')).activeRuns?.[0].jobUid).toBe(
      undefined,
    );
    await cluster.stopEngines();
    await cluster.remove(JOBS, 'job-demo');
    await cluster.gone(JOBS, 'job-demo');
    await cluster.startEngine();
    expect((await cluster.inPhase('demo', 'Error')).message).toMatch(
      /The Job was deleted/,
    );
    await cluster.edit('demo', { users: 2 });
    await cluster.seen('demo');
    expect(await cluster.get(JOBS, 'job-demo')).toBeUndefined();
    expect(await jobDeleted()).toBe('error');
  });

  it('takes a Job for made whose making it got no answer to, and makes no second one when it is deleted', async () => {
    let committed = 0;
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    await cluster.startEngine(
      {},
      {
        transport: {
          server: own.server,
          stream: request => own.stream(request),
          close: () => own.close(),
          request: async <T>(request: KubeRequest) => {
            const answer = await own.request<T>(request);
            if (makesJob(request)) {
              committed += 1;
              await cluster.remove(JOBS, 'job-demo');
              throw new Error('the answer is lost');
            }
            return answer;
          },
        },
      },
    );
    await cluster.apply('demo', {});
    await cluster.inPhase('demo', 'Error');
    expect(committed).toBe(1);
    expect(await cluster.get(JOBS, 'job-demo')).toBeUndefined();
  });

  it('begins nothing where nobody can tell any more whether it had begun', async () => {
    const { metadata } = await cluster.apply('demo', {});
    await cluster.client.mergePatch(
      LOCUSTS,
      { namespace: cluster.name, name: 'demo' },
      {
        status: {
          phase: 'Starting',
          activeRuns: [
            {
              id: runId('cluster', metadata.uid, 'job-demo'),
              job: 'job-demo',
              phase: 'starting',
              startTime: '2026-01-31T10:00:00Z',
              announcedAtVersion: FORGOTTEN_VERSION,
            },
          ],
        },
      },
      { subresource: 'status' },
    );
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    await cluster.startEngine(
      {},
      {
        transport: {
          server: own.server,
          request: request => own.request(request),
          close: () => own.close(),
          stream: async request => {
            // A server forgets after five minutes, and a young one even then knows all that ever was.
            if (request.query?.resourceVersion === FORGOTTEN_VERSION) {
              throw KubeApiError.fromStatus(
                { verb: 'watch', resource: 'jobs' },
                410,
                { reason: 'Expired', message: 'too old resource version' },
              );
            }
            return own.stream(request);
          },
        },
      },
    );
    expect((await cluster.inPhase('demo', 'Error')).message).toMatch(
      /nobody can tell any more whether it did; .* Run the test again/,
    );
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  it('has a run in the history before its Job is made', async () => {
    const recorded: number[] = [];
    await startEngine(async request => {
      if (makesJob(request)) {
        recorded.push(cluster.outcomes.of('demo').length);
      }
    });
    await cluster.apply('demo', {});
    await cluster.there(JOBS, 'job-demo');
    expect(recorded).toEqual([1]);
  });

  it('starts a run though the history is away, and records it when it is back', async () => {
    cluster.outcomes.away = true;
    await cluster.startEngine();
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    cluster.outcomes.away = false;
    await cluster.begin('job-demo');
    await eventually(
      'the run is recorded',
      () => cluster.outcomes.of('demo').length === 1,
    );
    expect(await cluster.names(JOBS)).toEqual(['job-demo']);
  });

  it('removes workers that a leader before it had asked for and that come only after the end of their run', async () => {
    const asked: KubeObject[] = [];
    await startEngine(async ({ intent, body }) => {
      if (intent?.verb === 'create' && intent.resource === 'replicasets') {
        asked.push(body as KubeObject);
      }
    });
    await cluster.apply('demo', {});
    await cluster.end('job-demo');
    await cluster.inPhase('demo', 'Finished');
    await cluster.none(REPLICA_SETS);
    await cluster.client.create(REPLICA_SETS, asked[0]);
    await cluster.none(REPLICA_SETS);
    expect(await cluster.names(JOBS)).toEqual(['job-demo']);
  });
});
