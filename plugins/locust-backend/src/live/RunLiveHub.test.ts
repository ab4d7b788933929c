import type { Point, Run, RunPhase } from 'backstage-plugin-locust-common';
import { FakeClock } from '../kube/testing/FakeClock';
import { readRunPicture } from './readRunPicture';
import { RunLiveHub, type RunViewer, type RunWatch } from './RunLiveHub';
import type { RunPicture } from './RunPicture';

const point = (elapsedSeconds: number): Point => ({
  elapsedSeconds,
  users: 10,
  rps: 5,
  failuresPerSecond: 0,
});

/** A history of one run that the test writes, and a hub that reads it. */
function setUp(options: { readonly mostViewers?: number } = {}) {
  const clock = new FakeClock();
  const createdAt = new Date(clock.wall());
  const history = {
    phase: 'running' as RunPhase,
    points: [point(0), point(2)],
    complete: false,
    deleted: false,
    failing: false,
    reads: 0,
    pointReads: [] as (number | undefined)[],
  };
  const failures: string[] = [];
  const run = () =>
    ({
      id: 'a',
      phase: history.phase,
      createdAt,
    } as Run);
  const hub = new RunLiveHub({
    clock,
    mostViewers: options.mostViewers,
    isComplete: async () => history.complete,
    onFailure: id => failures.push(id),
    read: (id, before) =>
      readRunPicture(
        {
          run: async () => {
            history.reads += 1;
            if (history.failing) {
              throw new Error('away');
            }
            return history.deleted ? undefined : run();
          },
          figures: {
            points: async (_, after) => {
              history.pointReads.push(after);
              return history.points.filter(
                it => after === undefined || it.elapsedSeconds > after,
              );
            },
            requests: async () => [],
            errors: async () => ({ items: [], exceptions: [] }),
          },
        },
        id,
        before,
      ),
  });
  return { clock, history, hub, failures };
}

/** Watches, and writes down what is told. */
function viewerOf(hub: RunLiveHub, id = 'a') {
  const frames: string[] = [];
  const ends: (string | undefined)[] = [];
  let told: RunPicture | undefined;
  const mine: { watch?: RunWatch } = {};
  const viewer: RunViewer = {
    changed: () => {
      const frame = mine.watch?.frameSince(told);
      told = mine.watch?.picture;
      if (frame) {
        frames.push(frame);
      }
    },
    ended: reason => ends.push(reason ?? 'cut'),
  };
  const watch = hub.watch(id, viewer);
  mine.watch = watch;
  viewer.changed();
  return { frames, ends, watch };
}

describe('RunLiveHub', () => {
  it('reads the history once a round, however many watch', async () => {
    const { clock, history, hub } = setUp();
    const viewers = Array.from({ length: 100 }, () => viewerOf(hub));
    await clock.advance(0);
    expect(history.reads).toBe(1);
    history.points = [...history.points, point(4)];
    await clock.advance(1_000);
    expect(history.reads).toBe(2);
    for (const { frames } of viewers) {
      expect(frames).toHaveLength(2);
      expect(frames[0]).toMatch(/^event: snapshot\ndata: {.*}\n\n$/);
      // The very same string for all.
      expect(frames[1]).toBe(viewers[0].frames[1]);
    }
    expect(JSON.parse(viewers[0].frames[1].split('data: ')[1])).toEqual({
      points: [point(4)],
    });
  });

  it('asks only for what comes after the points it has', async () => {
    const { clock, history, hub } = setUp();
    viewerOf(hub);
    await clock.advance(2_000);
    expect(history.pointReads).toEqual([undefined, 2, 2]);
  });

  it('says nothing where nothing is new', async () => {
    const { clock, hub } = setUp();
    const { frames } = viewerOf(hub);
    await clock.advance(10_000);
    expect(frames).toHaveLength(1);
  });

  it('begins a later viewer with what was read last, without another read', async () => {
    const { clock, history, hub } = setUp();
    viewerOf(hub);
    await clock.advance(0);
    const late = viewerOf(hub);
    expect(history.reads).toBe(1);
    expect(late.frames).toHaveLength(1);
    expect(late.frames[0]).toMatch(/^event: snapshot/);
  });

  it('tells a viewer who missed some pictures what leads to the newest, in one frame', async () => {
    const { clock, history, hub } = setUp();
    const quick = viewerOf(hub);
    const watch = hub.watch('a', { changed: () => {}, ended: () => {} });
    await clock.advance(0);
    const told = watch.picture;
    for (const second of [4, 6, 8]) {
      history.points = [...history.points, point(second)];
      await clock.advance(1_000);
    }
    expect(quick.frames).toHaveLength(4);
    expect(JSON.parse(watch.frameSince(told)!.split('data: ')[1])).toEqual({
      points: [point(4), point(6), point(8)],
    });
  });

  it('stops reading when the last one has left, and begins anew for the next', async () => {
    const { clock, history, hub } = setUp();
    const first = viewerOf(hub);
    const second = viewerOf(hub);
    await clock.advance(0);
    first.watch.leave();
    first.watch.leave();
    expect([hub.watched, hub.viewers]).toEqual([1, 1]);
    second.watch.leave();
    expect([hub.watched, hub.viewers]).toEqual([0, 0]);
    await clock.advance(60_000);
    expect(history.reads).toBe(1);
    viewerOf(hub);
    await clock.advance(0);
    expect(history.reads).toBe(2);
  });

  it('ends once the run has ended and everything of it is stored, with that told before', async () => {
    const { clock, history, hub } = setUp();
    const { frames, ends } = viewerOf(hub);
    await clock.advance(0);
    history.phase = 'finished';
    await clock.advance(5_000);
    expect(ends).toEqual([]);
    history.points = [point(0), point(1), point(2), point(3)];
    history.complete = true;
    await clock.advance(1_000);
    expect(ends).toEqual(['ended']);
    expect(frames.at(-1)).toMatch(/^event: snapshot/);
    expect(JSON.parse(frames.at(-1)!.split('data: ')[1]).points).toHaveLength(
      4,
    );
    expect(hub.watched).toBe(0);
  });

  it('tells a run that has ended long ago once and lets go', async () => {
    const { clock, history, hub } = setUp();
    history.phase = 'finished';
    history.complete = true;
    const { frames, ends } = viewerOf(hub);
    await clock.advance(0);
    expect(frames).toHaveLength(1);
    expect(ends).toEqual(['ended']);
    expect(history.reads).toBe(1);
  });

  it('says that a run was deleted', async () => {
    const { clock, history, hub } = setUp();
    const { ends } = viewerOf(hub);
    await clock.advance(0);
    history.deleted = true;
    await clock.advance(1_000);
    expect(ends).toEqual(['deleted']);
  });

  it('lets everybody go where the history cannot be read three times in a row, not before', async () => {
    const { clock, history, hub, failures } = setUp();
    const { ends } = viewerOf(hub);
    await clock.advance(0);
    history.failing = true;
    await clock.advance(2_000);
    history.failing = false;
    await clock.advance(1_000);
    expect(ends).toEqual([]);
    history.failing = true;
    await clock.advance(3_000);
    expect(ends).toEqual(['cut']);
    expect(failures).toEqual(['a']);
  });

  it('takes no more viewers than it may, and says what to do instead', () => {
    const { hub } = setUp({ mostViewers: 2 });
    const first = viewerOf(hub);
    viewerOf(hub, 'b');
    expect(() => viewerOf(hub)).toThrow(/2 viewers .* every two seconds/);
    first.watch.leave();
    expect(() => viewerOf(hub)).not.toThrow();
  });

  it('lets everybody go when the process ends, and takes nobody more', async () => {
    const { clock, history, hub } = setUp();
    const one = viewerOf(hub);
    const other = viewerOf(hub, 'b');
    await clock.advance(0);
    const { reads } = history;
    hub.close();
    expect([one.ends, other.ends]).toEqual([['cut'], ['cut']]);
    expect([hub.watched, hub.viewers]).toEqual([0, 0]);
    expect(() => viewerOf(hub)).toThrow(/being shut down/);
    await clock.advance(60_000);
    expect(history.reads).toBe(reads);
  });

  it('begins the points anew where so many came that the history thins them', async () => {
    const { clock, history, hub } = setUp();
    history.points = Array.from({ length: 4_001 }, (_, second) =>
      point(second),
    );
    const { frames } = viewerOf(hub);
    await clock.advance(0);
    history.points = history.points.filter((_, index) => index % 2 === 0);
    await clock.advance(1_000);
    expect(frames).toHaveLength(2);
    expect(frames[1]).toMatch(/^event: snapshot/);
    expect(JSON.parse(frames[1].split('data: ')[1]).points).toHaveLength(2_001);
  });
});
