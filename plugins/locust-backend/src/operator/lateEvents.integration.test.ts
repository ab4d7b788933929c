import { JOBS, PODS, REPLICA_SETS } from '../kube/ResourceTypes';
import { LOCUSTS } from './LocustObject';
import { eventually } from './testing/eventually';
import { heldTransport } from './testing/heldTransport';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('An engine that hears late', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('has a run stopped with its resource, though the end of its Job is told first', async () => {
    const late = heldTransport(cluster.engineConfig, LOCUSTS.plural);
    await cluster.startEngine({}, { transport: late.transport });
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.seen('demo');
    late.hold();
    await cluster.remove(LOCUSTS, 'demo');
    // The garbage collector does it too, in half a minute or before us.
    await cluster.remove(JOBS, 'job-demo').catch(() => undefined);
    await cluster.gone(JOBS, 'job-demo');
    await eventually('the engine misses the Job', () =>
      late.requests.some(
        ({ method, path }) => method === 'GET' && path.endsWith('/job-demo'),
      ),
    );
    late.release();
    await eventually('the run is over', () =>
      ['stopped', 'error'].includes(
        cluster.outcomes.of('demo')[0]?.last.phase ?? '',
      ),
    );
    expect(cluster.outcomes.of('demo').map(it => it.last)).toEqual([
      expect.objectContaining({
        phase: 'stopped',
        reason: expect.objectContaining({ code: 'ResourceDeleted' }),
      }),
    ]);
  });

  it('makes no workers again for a run that goes, though their end is told before that of its Job', async () => {
    const late = heldTransport(
      cluster.engineConfig,
      LOCUSTS.plural,
      JOBS.plural,
    );
    await cluster.startEngine({}, { transport: late.transport });
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.seen('demo');
    late.hold();
    await cluster.remove(LOCUSTS, 'demo');
    // The garbage collector does it too, in half a minute or before us.
    await cluster.remove(JOBS, 'job-demo').catch(() => undefined);
    await cluster.gone(JOBS, 'job-demo');
    await cluster
      .remove(REPLICA_SETS, 'replicaset-demo')
      .catch(() => undefined);
    await eventually('the engine asks for the Job', () =>
      late.requests.some(
        ({ method, path }) => method === 'GET' && path.endsWith('/job-demo'),
      ),
    );
    late.release();
    await eventually('the run is over', () =>
      ['stopped', 'error'].includes(
        cluster.outcomes.of('demo')[0]?.last.phase ?? '',
      ),
    );
    expect(
      late.requests.filter(
        ({ method, path }) =>
          method === 'POST' && path.endsWith(`/${REPLICA_SETS.plural}`),
      ),
    ).toHaveLength(1);
  });

  it('reads a log to its end once the Job has ended, though the end of its pod is told later', async () => {
    const late = heldTransport(cluster.engineConfig, PODS.plural);
    await cluster.startEngine({}, { transport: late.transport });
    await cluster.apply('demo', {});
    const run = await cluster.begin('job-demo');
    late.hold();
    await cluster.end('job-demo', { stored: false });
    const told = await eventually('its log is known to have an end', () =>
      cluster.outcomes.followed.find(it => it.runId === run && it.ended),
    );
    expect((await cluster.get(JOBS, 'job-demo'))?.status).toMatchObject({
      succeeded: 1,
    });
    expect(told.podName).toMatch(/^job-demo-/);
    late.release();
  });
});
