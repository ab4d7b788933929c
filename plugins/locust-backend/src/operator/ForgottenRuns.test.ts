import { KubeApiError } from '../kube/KubeApiError';
import type { RunProgress } from '../runs/RunStore';
import { ClusterView } from './ClusterView';
import { ForgottenRuns } from './ForgottenRuns';
import { decodeLocust } from './LocustObject';
import type { ReconcilerParts } from './ReconcilerParts';

const RUN = {
  id: 'r1',
  locustUid: 'u',
  namespace: 'load',
  locustName: 'nightly',
  jobName: 'cronjob-nightly-1',
};

/** A schedule whose run the history has as unfinished and the cache has no Job of. */
function setUp(serverHasJob: boolean) {
  const view = new ClusterView();
  view.locusts.put(
    decodeLocust({
      metadata: { name: 'nightly', namespace: 'load', uid: 'u' },
      spec: { schedule: '@daily' },
    }),
  );
  const written: RunProgress[] = [];
  const enqueued: string[] = [];
  const released: string[] = [];
  const forgotten = new ForgottenRuns({
    cluster: { name: 'test', uid: 'c' },
    view,
    namespace: undefined,
    client: {
      get: async () => {
        if (serverHasJob) {
          return { metadata: { name: RUN.jobName, namespace: 'load' } };
        }
        throw new KubeApiError({
          failure: 'notFound',
          intent: { verb: 'get', resource: 'jobs' },
        });
      },
    },
    unfinished: {
      unfinished: async () => [RUN],
      progress: async (_id: string, progress: RunProgress) => {
        written.push(progress);
      },
    },
    ledger: {
      release: (id: string) => {
        released.push(id);
      },
    },
    now: () => new Date('2026-01-31T10:00:00Z'),
  } as unknown as ReconcilerParts);
  const close = () =>
    forgotten.closeForgotten(
      key => enqueued.push(key),
      new AbortController().signal,
    );
  return { close, written, enqueued, released };
}

describe('ForgottenRuns', () => {
  it('closes a scheduled run whose Job is gone by the server’s word', async () => {
    const { close, written, released } = setUp(false);
    await close();
    expect(written).toMatchObject([
      { phase: 'error', reason: { code: 'JobDeleted' } },
    ]);
    expect(released).toEqual([RUN.id]);
  });

  it('does not take a Job for gone that the cache has not shown yet', async () => {
    const { close, written, enqueued } = setUp(true);
    await close();
    expect(written).toEqual([]);
    expect(enqueued).toEqual(['load/nightly']);
  });
});
