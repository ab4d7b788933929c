import { JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { LOCUSTS } from './LocustObject';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('A resource of the same name as one that was deleted', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  /** The engine's requests, with the resource deleted and made again while the first that says this is on its way. */
  function replacingDuring(said: string, spec: object) {
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    let isReplaced = false;
    const transport: Transport = {
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: async request => {
        if (
          !isReplaced &&
          JSON.stringify(request.body ?? '').includes(`"${said}"`)
        ) {
          isReplaced = true;
          await cluster.remove(LOCUSTS, 'demo');
          await cluster.gone(LOCUSTS, 'demo');
          await cluster.apply('demo', spec);
        }
        return own.request(request);
      },
    };
    return { transport, isReplaced: () => isReplaced };
  }

  it('is not told what became of the one before, though that is written just as it is made', async () => {
    const { transport, isReplaced } = replacingDuring('Error', {
      suspend: true,
    });
    await cluster.startEngine({}, { transport });
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.remove(JOBS, 'job-demo');
    expect((await cluster.inPhase('demo', 'Suspended')).lastRuns ?? []).toEqual(
      [],
    );
    expect(isReplaced()).toBe(true);
  });

  it('closes the run of the one before, though nobody looked while there was none of that name', async () => {
    const { transport, isReplaced } = replacingDuring('Running', {
      suspend: true,
    });
    await cluster.startEngine({}, { transport });
    await cluster.apply('demo', {});
    const runId = await cluster.begin('job-demo');
    cluster.outcomes.tell(runId, { workersConnected: 1 });
    await cluster.inPhase('demo', 'Suspended');
    expect(isReplaced()).toBe(true);
    // Well before the comparison with the history that comes each minute.
    await eventually(
      'the first run is closed',
      () => cluster.outcomes.ofJob('job-demo')?.last.phase === 'stopped',
      20_000,
    );
    expect(cluster.outcomes.ofJob('job-demo')?.last.reason).toMatchObject({
      code: 'ResourceDeleted',
    });
  });
});
