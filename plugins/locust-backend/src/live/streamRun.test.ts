import { NotAllowedError } from '@backstage/errors';
import type { Run } from 'backstage-plugin-locust-common';
import { FakeClock } from '../kube/testing/FakeClock';
import { RunLiveHub } from './RunLiveHub';
import type { RunPicture } from './RunPicture';
import { streamRun, type StreamedResponse } from './streamRun';

/** A connection that takes only as much as the test lets it. */
class FakeResponse implements StreamedResponse {
  writableNeedDrain = false;
  destroyed = false;
  full = false;
  closed = false;
  headers: Readonly<Record<string, string>> = {};
  readonly written: string[] = [];
  readonly #listeners = new Map<string, () => void>();

  writeHead(_: number, headers: Readonly<Record<string, string>>) {
    this.headers = headers;
  }

  write(text: string): boolean {
    this.written.push(text);
    this.writableNeedDrain = this.full;
    return !this.full;
  }

  end(text?: string) {
    if (text !== undefined) {
      this.written.push(text);
    }
    this.closed = true;
  }

  on(event: string, listener: () => void) {
    this.#listeners.set(event, listener);
  }

  drain() {
    this.full = false;
    this.writableNeedDrain = false;
    this.#listeners.get('drain')?.();
  }

  hangUp() {
    this.destroyed = true;
    this.#listeners.get('close')?.();
  }

  /** What came, but the heartbeats. */
  get events(): readonly string[] {
    return this.written.filter(text => !text.startsWith(':'));
  }
}

function setUp(
  options: {
    readonly authorize?: () => Promise<void>;
    readonly expiresInMs?: number;
  } = {},
) {
  const clock = new FakeClock();
  const createdAt = new Date(clock.wall());
  const state = { users: 0, finished: false };
  const hub = new RunLiveHub({
    clock,
    isComplete: async () => state.finished,
    onFailure: () => {},
    read: async (_, before): Promise<RunPicture> => ({
      run: {
        id: 'a',
        phase: state.finished ? 'finished' : 'running',
        createdAt,
        currentUsers: state.users,
      } as Run,
      points: [],
      series: before?.series ?? {},
      requests: before?.requests ?? [],
      errors: before?.errors ?? { items: [], exceptions: [] },
    }),
  });
  const response = new FakeResponse();
  streamRun(hub, 'a', response, {
    clock,
    authorize: options.authorize ?? (async () => {}),
    ...(options.expiresInMs !== undefined && {
      expiresAt: new Date(clock.wall() + options.expiresInMs),
    }),
  });
  return { clock, hub, response, state };
}

const usersIn = (event: string) =>
  JSON.parse(event.split('data: ')[1]).run.currentUsers;

describe('streamRun', () => {
  it('asks everything between not to gather or change the stream', () => {
    const { response } = setUp();
    expect(response.headers).toMatchObject({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
  });

  it('tells everything, then what is new', async () => {
    const { clock, response, state } = setUp();
    await clock.advance(0);
    state.users = 7;
    await clock.advance(1_000);
    expect(response.events[0]).toMatch(/^event: snapshot/);
    expect(response.events[1]).toMatch(/^event: change/);
    expect(usersIn(response.events[1])).toBe(7);
  });

  it('says at least every five seconds that it lives', async () => {
    const clock = new FakeClock();
    const silent = new FakeResponse();
    const quietHub = new RunLiveHub({
      clock,
      isComplete: async () => false,
      onFailure: () => {},
      read: () => new Promise(() => {}),
    });
    streamRun(quietHub, 'a', silent, { clock, authorize: async () => {} });
    await clock.advance(20_000);
    expect(silent.written).toEqual(Array(5).fill(':\n\n'));
  });

  it('leaves out for a slow viewer what is old by the time there is room', async () => {
    const { clock, response, state } = setUp();
    await clock.advance(0);
    response.full = true;
    state.users = 1;
    await clock.advance(1_000);
    for (const users of [2, 3, 4]) {
      state.users = users;
      await clock.advance(1_000);
    }
    expect(response.events.map(usersIn)).toEqual([0, 1]);
    response.drain();
    expect(response.events.map(usersIn)).toEqual([0, 1, 4]);
  });

  it('lets go of a viewer who takes nothing for a minute', async () => {
    const { clock, hub, response, state } = setUp();
    await clock.advance(0);
    response.full = true;
    state.users = 1;
    await clock.advance(40_000);
    expect(hub.viewers).toBe(1);
    await clock.advance(30_000);
    expect(hub.viewers).toBe(0);
    expect(response.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('asks every minute whether the viewer may still see it, and ends where not', async () => {
    let allowed = true;
    const authorize = jest.fn(async () => {
      if (!allowed) {
        throw new NotAllowedError('no');
      }
    });
    const { clock, hub, response } = setUp({ authorize });
    await clock.advance(59_000);
    expect(authorize).toHaveBeenCalledTimes(0);
    await clock.advance(61_000);
    expect(authorize).toHaveBeenCalledTimes(2);
    allowed = false;
    await clock.advance(60_000);
    expect(response.events.at(-1)).toBe(
      'event: end\ndata: {"reason":"refused"}\n\n',
    );
    expect(response.closed).toBe(true);
    expect([hub.viewers, hub.watched]).toEqual([0, 0]);
  });

  it('ends without a reason where it cannot be asked, so that whoever comes again is told why', async () => {
    const { clock, response } = setUp({
      authorize: async () => {
        throw new Error('the permission backend is away');
      },
    });
    await clock.advance(60_000);
    expect(response.closed).toBe(true);
    expect(response.events.join('')).not.toMatch(/event: end/);
  });

  it('ends with the token, and without asking by one that is none any more', async () => {
    const authorize = jest.fn(async () => {});
    const { clock, response } = setUp({ authorize, expiresInMs: 90_000 });
    await clock.advance(119_000);
    expect(response.closed).toBe(false);
    await clock.advance(1_000);
    expect(response.closed).toBe(true);
    expect(authorize).toHaveBeenCalledTimes(1);
  });

  it('tells the end of the run last', async () => {
    const { clock, response, state } = setUp();
    await clock.advance(0);
    state.finished = true;
    await clock.advance(2_000);
    expect(response.events.at(-1)).toMatch(
      /event: end\ndata: {"reason":"ended"}\n\n$/,
    );
    expect(response.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('tells a slow viewer what was left out before the end', async () => {
    const { clock, response, state } = setUp();
    await clock.advance(0);
    response.full = true;
    state.users = 1;
    await clock.advance(1_000);
    state.users = 9;
    state.finished = true;
    await clock.advance(2_000);
    expect(response.events.at(-1)).toMatch(/"currentUsers":9.*event: end/s);
  });

  it('leaves the run when the viewer hangs up', async () => {
    const { clock, hub, response } = setUp();
    await clock.advance(0);
    response.hangUp();
    expect([hub.viewers, hub.watched]).toEqual([0, 0]);
    await clock.advance(60_000);
    expect(clock.timers).toBe(0);
  });

  it('ends when the process does', async () => {
    const { clock, hub, response } = setUp();
    await clock.advance(0);
    hub.close();
    expect(response.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });
});
