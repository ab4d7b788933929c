import { KubeApiError } from '../kube/KubeApiError';
import type { ResourceType } from '../kube/KubeObject';
import { type DeletedRun, isRunGone } from './isRunGone';

const RUN: DeletedRun = {
  clusterUid: 'cluster',
  namespace: 'shop',
  locustName: 'checkout',
  locustUid: 'uid',
  jobName: 'checkout-master',
  scheduled: false,
};
const SCHEDULED = { ...RUN, scheduled: true };

const failure = (code: number) =>
  KubeApiError.fromStatus({ verb: 'get', resource: 'locusts' }, code, {
    kind: 'Status',
    code,
  });

type Engine = Parameters<typeof isRunGone>[1][number];

/** A cluster by what its caches and its API server have; by default nothing. */
const cluster = (has: {
  readonly uid?: string;
  readonly cachedLocust?: boolean;
  readonly cachedJob?: boolean;
  /** By plural; what is not here is not found. */
  readonly live?: Readonly<Record<string, object | Error>>;
}) => {
  const asked: string[] = [];
  const engine = {
    clusterUid: () => has.uid ?? 'cluster',
    locustByUid: () => (has.cachedLocust ? {} : undefined),
    jobOf: () => (has.cachedJob ? {} : undefined),
    client: {
      get: async ({ plural }: ResourceType) => {
        asked.push(plural);
        const found = has.live?.[plural] ?? failure(404);
        if (found instanceof Error) {
          throw found;
        }
        return found;
      },
    },
  } as unknown as Engine;
  return { engine, asked };
};

const ask = (run: DeletedRun, has: Parameters<typeof cluster>[0]) =>
  isRunGone(run, [cluster(has).engine]);

describe('isRunGone', () => {
  it('believes the API server that there is no such Locust', async () => {
    expect(await ask(RUN, {})).toBe(true);
    expect(await ask(SCHEDULED, {})).toBe(true);
  });

  it('takes another Locust of the same name for another', async () => {
    const live = { locusts: { metadata: { uid: 'another' } } };
    expect(await ask(RUN, { live })).toBe(true);
  });

  it('takes a Locust that only the API server knows for there', async () => {
    const live = { locusts: { metadata: { uid: 'uid' } } };
    expect(await ask(RUN, { live })).toBe(false);
  });

  it('asks nobody where the cache has the Locust of a run, or the Job of a scheduled one', async () => {
    const { engine, asked } = cluster({ cachedLocust: true, cachedJob: true });
    expect(await isRunGone(RUN, [engine])).toBe(false);
    expect(await isRunGone(SCHEDULED, [engine])).toBe(false);
    expect(asked).toEqual([]);
  });

  it('lets a scheduled run go with its Job though its Locust goes on', async () => {
    expect(await ask(SCHEDULED, { cachedLocust: true })).toBe(true);
    expect(
      await ask(SCHEDULED, {
        cachedLocust: true,
        live: { jobs: { metadata: {} } },
      }),
    ).toBe(false);
  });

  it.each([403, 500])('knows nothing after a %i', async code => {
    expect(await ask(RUN, { live: { locusts: failure(code) } })).toBe(false);
    expect(
      await ask(SCHEDULED, {
        cachedLocust: true,
        live: { jobs: failure(code) },
      }),
    ).toBe(false);
  });

  it('knows nothing of a cluster that is not there, or is another under the same name', async () => {
    expect(await isRunGone(RUN, [])).toBe(false);
    expect(await ask(RUN, { uid: 'rebuilt' })).toBe(false);
  });
});
