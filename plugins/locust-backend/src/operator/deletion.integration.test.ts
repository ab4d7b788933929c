import { JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { LOCUSTS } from './LocustObject';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

describe('A resource that is deleted while its run goes on', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  it('has its run stopped with it, though the end of its Job is told first', async () => {
    let jobAskedFor = 0;
    let release: () => void = () => {};
    let held = Promise.resolve();
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    const transport: Transport = {
      server: own.server,
      close: () => own.close(),
      request: request => {
        if (request.method === 'GET' && request.path.endsWith('/job-demo')) {
          jobAskedFor += 1;
        }
        return own.request(request);
      },
      stream: async request => {
        const stream = await own.stream(request);
        if (!request.path.endsWith('/locusts')) {
          return stream;
        }
        return {
          pinged: stream.pinged,
          async *[Symbol.asyncIterator]() {
            for await (const bytes of stream) {
              await held;
              yield bytes;
            }
          },
        };
      },
    };
    await cluster.startEngine({}, { transport });
    await cluster.apply('demo', {});
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    await cluster.seen('demo');
    held = new Promise(resolve => {
      release = resolve;
    });
    await cluster.remove(LOCUSTS, 'demo');
    // The garbage collector does it too, in half a minute or before us.
    await cluster.remove(JOBS, 'job-demo').catch(() => undefined);
    await cluster.gone(JOBS, 'job-demo');
    await eventually('the engine misses the Job', () => jobAskedFor > 0);
    release();
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
});
