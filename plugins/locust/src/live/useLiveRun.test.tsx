import type { ReactNode } from 'react';
import { act, renderHook, waitFor } from '@testing-library/react';
import { errorApiRef } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, MockErrorApi, TestApiProvider } from '@backstage/test-utils';
import type { Point } from 'backstage-plugin-locust-common';
import { locustApiRef, type LocustApi, type RunNews } from '../api/LocustApi';
import { aRun, someStatistics } from '../fake/aRun';
import { NoStreamError } from '../api/NoStreamError';
import { appendPoints } from './nextSnapshot';
import { useLiveRun } from './useLiveRun';

const running = aRun({ phase: 'running', finishedAt: undefined });
const point = (elapsedSeconds: number): Point => ({
  elapsedSeconds,
  users: 10,
  rps: 5,
  failuresPerSecond: 0,
});

function setUp(change: Partial<LocustApi> = {}) {
  const api = {
    getRun: jest.fn(async () => running),
    getPoints: jest.fn<Promise<readonly Point[]>, [string, number?]>(
      async () => [point(0), point(2)],
    ),
    getRequests: jest.fn(async () => []),
    getErrors: jest.fn(async () => ({ items: [], exceptions: [] })),
    // eslint-disable-next-line require-yield
    async *watchRun(): AsyncGenerator<RunNews> {
      throw new NoStreamError('an older backend');
    },
  };
  const wrapper = (props: { readonly children?: ReactNode }) => (
    <TestApiProvider
      apis={[
        [locustApiRef, { ...api, ...change }],
        [translationApiRef, mockApis.translation()],
        [errorApiRef, new MockErrorApi()],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
  const { result } = renderHook(() => useLiveRun(running.id), { wrapper });
  return { api, result };
}

const pass = (ms: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });

describe('useLiveRun, where nothing streams', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('loads everything at first', async () => {
    const { api, result } = setUp();
    expect(result.current.status).toBe('loading');
    await pass(0);
    expect(result.current).toMatchObject({
      status: 'loaded',
      snapshot: { run: running, points: [point(0), point(2)] },
    });
    expect(api.getPoints).toHaveBeenLastCalledWith(running.id);
  });

  it('asks every two seconds for what is new, and adds it', async () => {
    const { api, result } = setUp();
    await pass(0);
    api.getPoints.mockResolvedValue([point(4)]);
    await pass(2_000);
    expect(api.getPoints).toHaveBeenLastCalledWith(running.id, 2);
    expect(result.current).toMatchObject({
      snapshot: { points: [point(0), point(2), point(4)] },
    });
  });

  it('fetches everything once more at the end, and nothing after', async () => {
    const { api, result } = setUp();
    await pass(0);
    const finished = aRun({
      total: someStatistics({ requests: 147 }),
    });
    api.getRun.mockResolvedValue(finished);
    api.getPoints.mockResolvedValue([point(0), point(1), point(2), point(3)]);
    await pass(2_000);
    expect(api.getPoints).toHaveBeenLastCalledWith(running.id);
    expect(result.current).toMatchObject({
      snapshot: {
        run: finished,
        points: [point(0), point(1), point(2), point(3)],
      },
    });
    await pass(60_000);
    expect(api.getRun).toHaveBeenCalledTimes(2);
  });

  it('keeps the last good figures, with their age, while the backend is away', async () => {
    const { api, result } = setUp();
    await pass(0);
    const loaded = result.current;
    api.getRun.mockRejectedValue(new TypeError('Failed to fetch'));
    await pass(2_000);
    expect(result.current).toMatchObject({
      status: 'loaded',
      snapshot: { run: running },
      updatedAt: (loaded as { updatedAt?: Date }).updatedAt,
      staleBecause: { name: 'TypeError' },
    });
    api.getRun.mockResolvedValue(running);
    await pass(4_000);
    expect(result.current).not.toHaveProperty('staleBecause');
  });

  it('says why when nothing could be loaded at all', async () => {
    const { result } = setUp({
      getRun: jest.fn().mockRejectedValue(new Error('gone')),
    });
    await pass(0);
    expect(result.current).toMatchObject({
      status: 'failed',
      error: { message: 'gone' },
    });
  });
});

describe('useLiveRun, where the run is streamed', () => {
  it('shows what the stream tells, and that the network has gone in the words of the language', async () => {
    const { result } = setUp({
      async *watchRun(_, signal) {
        yield {
          kind: 'snapshot',
          run: running,
          points: [point(0)],
          requests: [],
          errors: { items: [], exceptions: [] },
        };
        yield { kind: 'change', points: [point(2)] };
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve());
        });
      },
    });
    await waitFor(() =>
      expect(result.current).toMatchObject({
        status: 'loaded',
        snapshot: { run: running, points: [point(0), point(2)] },
      }),
    );
    act(() => {
      window.dispatchEvent(new Event('offline'));
    });
    expect(result.current).toMatchObject({
      staleBecause: {
        message: 'This device is not connected to the network.',
      },
    });
  });
});

describe('appendPoints', () => {
  it('is the same list where nothing is new, so that charts stay still', () => {
    const known = [point(0), point(2)];
    expect(appendPoints(known, [point(2)])).toBe(known);
  });
});
