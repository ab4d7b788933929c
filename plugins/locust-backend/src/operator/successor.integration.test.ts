import { JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { LOCUSTS } from './LocustObject';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('A resource of the same name as one that was deleted', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('is not told what became of the one before, though that is written just as it is made', async () => {
    let isReplaced = false;
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    const transport: Transport = {
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: async request => {
        const isEnd = JSON.stringify(request.body ?? '').includes('"Error"');
        if (isEnd && !isReplaced) {
          isReplaced = true;
          await cluster.remove(LOCUSTS, 'demo');
          await cluster.gone(LOCUSTS, 'demo');
          await cluster.apply('demo', { suspend: true });
        }
        return own.request(request);
      },
    };
    await cluster.startEngine({}, { transport });
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.remove(JOBS, 'job-demo');
    expect((await cluster.inPhase('demo', 'Suspended')).lastRuns ?? []).toEqual(
      [],
    );
    expect(isReplaced).toBe(true);
  });
});
