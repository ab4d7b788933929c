import type { Point } from 'backstage-plugin-locust-common';
import type { LocustApi, RunNews, RunSnapshot } from '../api/LocustApi';
import { NoStreamError } from '../api/NoStreamError';
import { aRun } from '../fake/aRun';
import { refusal } from '../fake/refusal';
import { followRun, type LiveRun } from './followRun';

const running = aRun({ phase: 'running', finishedAt: undefined });
const point = (elapsedSeconds: number): Point => ({
  elapsedSeconds,
  users: 10,
  rps: 5,
  failuresPerSecond: 0,
});
const snapshot: RunSnapshot = {
  run: running,
  points: [point(0), point(2)],
  requests: [],
  errors: { items: [], exceptions: [] },
};

class FakePage extends EventTarget {
  hidden = false;

  show(visible: boolean) {
    this.hidden = !visible;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

/** A stream that the test tells. */
class FakeStream {
  readonly #news: RunNews[] = [];
  #wake = () => {};
  #over: { readonly error?: unknown } | undefined;

  constructor(readonly signal: AbortSignal) {
    signal.addEventListener('abort', () =>
      this.cut(new DOMException('aborted', 'AbortError')),
    );
  }

  tell(...news: readonly RunNews[]) {
    this.#news.push(...news);
    this.#wake();
  }

  /** As when the connection breaks; without an error, as when it is closed in order. */
  cut(error?: unknown) {
    this.#over ??= { error };
    this.#wake();
  }

  async *read(): AsyncGenerator<RunNews> {
    for (;;) {
      const next = this.#news.shift();
      if (next) {
        yield next;
      } else if (this.#over) {
        if (this.#over.error) {
          throw this.#over.error;
        }
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }
}

function setUp(options: { readonly known?: RunSnapshot } = {}) {
  const streams: FakeStream[] = [];
  const told: LiveRun[] = [];
  const page = new FakePage();
  const network = new EventTarget();
  const api = {
    getRun: jest.fn(async () => running),
    getPoints: jest.fn(async () => snapshot.points),
    getRequests: jest.fn(async () => []),
    getErrors: jest.fn(async () => ({ items: [], exceptions: [] })),
    watchRun: (_: string, signal: AbortSignal) => {
      const stream = new FakeStream(signal);
      streams.push(stream);
      return stream.read();
    },
  };
  const followed = followRun({
    api: api as unknown as LocustApi,
    runId: running.id,
    onChange: live => told.push(live),
    page: page as unknown as Document,
    network: network as unknown as Window,
    random: () => 1,
    say: trouble => `It is ${trouble}.`,
    ...options,
  });
  return {
    api,
    page,
    network,
    streams,
    told,
    followed,
    last: () => told[told.length - 1],
    open: () => streams.filter(it => !it.signal.aborted),
  };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

async function streaming() {
  const all = setUp();
  all.streams[0].tell({ kind: 'snapshot', ...snapshot });
  await pass(0);
  return all;
}

/** Lives for so long. */
async function alive(stream: FakeStream, ms: number) {
  for (let passed = 0; passed < ms; passed += 5_000) {
    await pass(5_000);
    stream.tell({ kind: 'alive' });
    await pass(0);
  }
}

describe('followRun', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('shows what the stream tells and asks for nothing', async () => {
    const { api, streams, last } = await streaming();
    expect(last()).toMatchObject({ status: 'loaded', snapshot });
    streams[0].tell({ kind: 'change', points: [point(4)] });
    await pass(0);
    expect(last()).toMatchObject({
      snapshot: { points: [point(0), point(2), point(4)] },
    });
    await alive(streams[0], 60_000);
    expect(api.getRun).not.toHaveBeenCalled();
    expect(streams).toHaveLength(1);
  });

  it('keeps what has not changed the very same, also over a new stream', async () => {
    const { streams, last } = await streaming();
    const before = last();
    await alive(streams[0], 15_000);
    streams[0].cut();
    await pass(2_000);
    streams[1].tell({
      kind: 'snapshot',
      ...snapshot,
      run: { ...running },
      points: [point(0), point(2)],
    });
    await pass(0);
    const after = last();
    expect(after).not.toBe(before);
    expect(after.status === 'loaded' && after.snapshot).toBe(
      before.status === 'loaded' && before.snapshot,
    );
  });

  it('ends when the run has ended and everything was told', async () => {
    const { api, page, network, streams, last } = await streaming();
    const finished = aRun();
    streams[0].tell(
      { kind: 'change', run: finished },
      { kind: 'end', reason: 'ended' },
    );
    await pass(0);
    page.show(false);
    page.show(true);
    network.dispatchEvent(new Event('offline'));
    network.dispatchEvent(new Event('online'));
    await pass(600_000);
    expect(last()).toMatchObject({ snapshot: { run: finished } });
    expect(last()).not.toHaveProperty('staleBecause');
    expect(streams).toHaveLength(1);
    expect(api.getRun).not.toHaveBeenCalled();
  });

  it.each([
    ['a backend that has no streams', refusal(404, 'NotFoundError', 'none')],
    ['something that answers in its place', new NoStreamError('text/html')],
  ])(
    'asks every two seconds of %s, and never for a stream again',
    async (_, error) => {
      const { api, streams, last } = setUp();
      streams[0].cut(await error);
      await pass(0);
      expect(last()).toMatchObject({ status: 'loaded', snapshot });
      await pass(120_000);
      expect(api.getRun.mock.calls.length).toBe(61);
      expect(streams).toHaveLength(1);
    },
  );

  it('asks meanwhile where there is no room for another viewer, and comes back to the stream', async () => {
    const { api, streams, last, open } = setUp();
    streams[0].cut(await refusal(503, 'ServiceUnavailableError', 'full'));
    await pass(0);
    expect(last()).toMatchObject({ status: 'loaded' });
    await pass(2_000);
    expect(streams).toHaveLength(2);
    streams[1].tell({ kind: 'snapshot', ...snapshot });
    await pass(0);
    const { length } = api.getRun.mock.calls;
    await alive(streams[1], 10_000);
    expect(api.getRun.mock.calls).toHaveLength(length);
    expect(open()).toHaveLength(1);
  });

  it('waits longer each time before it tries the stream again, up to a minute', async () => {
    const { streams } = setUp();
    const begun: number[] = [];
    const start = Date.now();
    for (let attempt = 0; attempt < 9; attempt++) {
      streams[attempt].cut(new TypeError('Failed to fetch'));
      while (streams.length === attempt + 1) {
        await pass(1_000);
      }
      begun.push((Date.now() - start) / 1_000);
    }
    expect(begun.map((at, index) => at - (begun[index - 1] ?? 0))).toEqual([
      2, 4, 8, 16, 32, 60, 60, 60, 60,
    ]);
  });

  it('takes a stream that tells nothing for one that is gathered by a proxy', async () => {
    const { api, streams, last, told } = setUp();
    streams[0].tell({ kind: 'alive' });
    await pass(5_999);
    expect(told).toEqual([]);
    await pass(1);
    expect(streams[0].signal.aborted).toBe(true);
    expect(api.getRun).toHaveBeenCalledTimes(1);
    expect(last()).toMatchObject({ status: 'loaded', snapshot });
  });

  it('goes back to asking where streams are cut at once, time and again', async () => {
    const { api, streams } = await streaming();
    streams[0].cut();
    await pass(0);
    expect(api.getRun).toHaveBeenCalledTimes(1);
    await pass(2_000);
    streams[1].tell({ kind: 'snapshot', ...snapshot });
    await pass(0);
    streams[1].cut();
    await pass(3_999);
    expect(streams).toHaveLength(2);
    await pass(1);
    expect(streams).toHaveLength(3);
  });

  it('comes back soon, and unseen, where a stream is cut that had lasted', async () => {
    const { api, streams, told } = await streaming();
    await alive(streams[0], 60_000);
    const { length } = told;
    streams[0].cut();
    await pass(2_000);
    expect(streams).toHaveLength(2);
    expect(told).toHaveLength(length);
    expect(api.getRun).not.toHaveBeenCalled();
  });

  it('says how old the figures are when the stream goes silent, and tries again', async () => {
    const { streams, last } = await streaming();
    await alive(streams[0], 20_000);
    const heardAt = new Date();
    await pass(12_000);
    expect(streams[0].signal.aborted).toBe(true);
    expect(last()).toMatchObject({
      status: 'loaded',
      snapshot,
      updatedAt: heardAt,
      staleBecause: {
        message: 'It is silent.',
      },
    });
    await pass(2_000);
    streams[1].tell({ kind: 'snapshot', ...snapshot });
    await pass(0);
    expect(last()).not.toHaveProperty('staleBecause');
  });

  it('says why where neither the stream nor the backend is there', async () => {
    const { api, streams, last } = await streaming();
    await alive(streams[0], 15_000);
    api.getRun.mockRejectedValue(new TypeError('Failed to fetch'));
    streams[0].cut();
    await pass(2_000);
    streams[1].cut(new TypeError('Failed to fetch'));
    await pass(0);
    expect(last()).toMatchObject({
      status: 'loaded',
      staleBecause: { name: 'TypeError' },
    });
  });

  it.each(['deleted', 'refused'] as const)(
    'asks why where the run is %s',
    async reason => {
      const { api, streams, last } = await streaming();
      api.getRun.mockRejectedValue(await refusal(403, 'NotAllowedError', 'no'));
      streams[0].tell({ kind: 'end', reason });
      await pass(0);
      expect(last()).toMatchObject({
        status: 'loaded',
        staleBecause: { body: { error: { message: 'no' } } },
      });
      expect(streams).toHaveLength(1);
    },
  );

  it('lets go of the stream in a tab that is hidden for half a minute, and is right at once when it shows', async () => {
    const { page, streams, open, api } = await streaming();
    page.show(false);
    await alive(streams[0], 25_000);
    expect(open()).toHaveLength(1);
    await pass(5_000);
    expect(open()).toHaveLength(0);
    await pass(3_600_000);
    expect(streams).toHaveLength(1);
    expect(api.getRun).not.toHaveBeenCalled();
    page.show(true);
    expect(open()).toHaveLength(1);
  });

  it('keeps the stream of a tab that was left for a moment', async () => {
    const { page, streams } = await streaming();
    page.show(false);
    await pass(5_000);
    page.show(true);
    await alive(streams[0], 60_000);
    expect(streams).toHaveLength(1);
  });

  it('does not trust a stream that was silent while the tab slept', async () => {
    const { page, open, streams } = await streaming();
    page.show(false);
    // The timers did not run.
    jest.setSystemTime(Date.now() + 3_600_000);
    page.show(true);
    expect(streams).toHaveLength(2);
    expect(open()).toHaveLength(1);
  });

  it('says so when the network goes, and is right at once when it is back', async () => {
    const { network, streams, open, last } = await streaming();
    network.dispatchEvent(new Event('offline'));
    expect(last()).toMatchObject({
      status: 'loaded',
      snapshot,
      staleBecause: {
        message: 'It is offline.',
      },
    });
    await pass(600_000);
    expect(open()).toHaveLength(0);
    network.dispatchEvent(new Event('online'));
    expect(open()).toHaveLength(1);
    streams[1].tell({ kind: 'snapshot', ...snapshot });
    await pass(0);
    expect(last()).not.toHaveProperty('staleBecause');
  });

  it('has the run as it is after something was done to it, while the stream goes on', async () => {
    const { api, followed, streams, last } = await streaming();
    const stopping = { ...running, phase: 'stopping' as const };
    api.getRun.mockResolvedValue(stopping as never);
    followed.refresh();
    await pass(0);
    expect(last()).toMatchObject({ snapshot: { run: stopping } });
    expect(streams).toHaveLength(1);
  });

  it('lets go of everything when it is stopped', async () => {
    const { followed, streams, told, open, page, network } = await streaming();
    const { length } = told;
    followed.stop();
    page.show(true);
    network.dispatchEvent(new Event('online'));
    await pass(60_000);
    expect(open()).toHaveLength(0);
    expect(streams).toHaveLength(1);
    expect(told).toHaveLength(length);
    expect(jest.getTimerCount()).toBe(0);
  });
});
