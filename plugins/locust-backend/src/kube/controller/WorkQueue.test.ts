import { FakeClock, settled } from '../testing/FakeClock';
import { WorkQueue } from './WorkQueue';

function setUp() {
  const clock = new FakeClock();
  const queue = new WorkQueue({
    clock,
    random: () => 1,
    retryBaseMs: 100,
    retryCapMs: 1_000,
  });
  return { clock, queue };
}

/** What `get` gives at once, or `waits`. The queue must not be used after a `waits`. */
async function take(queue: WorkQueue): Promise<string | undefined> {
  let taken: string | undefined = 'waits';
  queue
    .get()
    .then(key => {
      taken = key;
    })
    .catch(() => {});
  await settled();
  return taken;
}

describe('WorkQueue', () => {
  it('hands keys out in the order they were added', async () => {
    const { queue } = setUp();
    queue.add('a');
    queue.add('b');
    expect([await queue.get(), await queue.get()]).toEqual(['a', 'b']);
  });

  it('holds a key once however often it is added', async () => {
    const { queue } = setUp();
    queue.add('a');
    queue.add('a');
    expect(queue.depth).toBe(1);
    await queue.get();
    expect(await take(queue)).toBe('waits');
  });

  it('never gives a key to two workers, and gives it out again after it was added in between', async () => {
    const { queue } = setUp();
    queue.add('a');
    await queue.get();
    queue.add('a');
    queue.add('b');
    expect(await queue.get()).toBe('b');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(await queue.get()).toBe('a');
  });

  it('does not give a key out again when nothing was added in between', async () => {
    const { queue } = setUp();
    queue.add('a');
    await queue.get();
    queue.done('a');
    expect(await take(queue)).toBe('waits');
  });

  it('gives a key to a worker that was waiting', async () => {
    const { queue } = setUp();
    const waiting = queue.get();
    queue.add('a');
    expect(await waiting).toBe('a');
  });

  it('puts live changes before keys of the first list', async () => {
    const { queue } = setUp();
    queue.add('old', { priority: 'initial' });
    queue.add('new');
    expect(await queue.get()).toBe('new');
    expect(await queue.get()).toBe('old');
  });

  it('moves a key of the first list up when a live change comes for it, and never down', async () => {
    const { queue } = setUp();
    queue.add('a', { priority: 'initial' });
    queue.add('b', { priority: 'initial' });
    queue.add('b');
    queue.add('b', { priority: 'initial' });
    expect(await queue.get()).toBe('b');
  });

  it('holds a delayed key back until its time', async () => {
    const { queue, clock } = setUp();
    queue.add('a', { afterMs: 50 });
    clock.advanceNow(49);
    expect(queue.depth).toBe(0);
    clock.advanceNow(1);
    expect(await queue.get()).toBe('a');
  });

  it('takes the earliest of the delays asked for, in whatever order they are asked for', async () => {
    const { queue, clock } = setUp();
    queue.add('a', { afterMs: 50 });
    queue.add('a', { afterMs: 20 });
    queue.add('a', { afterMs: 90 });
    clock.advanceNow(20);
    expect(await queue.get()).toBe('a');
    queue.done('a');
    clock.advanceNow(1_000);
    expect(await take(queue)).toBe('waits');
  });

  it('forgets a delay when the key is added without one', async () => {
    const { queue, clock } = setUp();
    queue.add('a', { afterMs: 50 });
    queue.add('a');
    expect(await queue.get()).toBe('a');
    queue.done('a');
    clock.advanceNow(1_000);
    expect(queue.depth).toBe(0);
  });

  it('keeps a key whose time comes while it is being worked on until it is done', async () => {
    const { queue, clock } = setUp();
    queue.add('a');
    await queue.get();
    queue.add('a', { afterMs: 10 });
    clock.advanceNow(10);
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(queue.depth).toBe(1);
  });

  it('doubles the delay of a key with every failure up to a cap, until it is forgotten', async () => {
    const { queue, clock } = setUp();
    const delays: number[] = [];
    for (let failure = 0; failure < 6; failure++) {
      queue.retry('a');
      const before = clock.monotonic();
      while (queue.depth === 0) {
        clock.advanceNow(1);
      }
      delays.push(clock.monotonic() - before);
      await queue.get();
      queue.done('a');
    }
    expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(queue.failuresOf('a')).toBe(6);
    queue.forget('a');
    expect(queue.failuresOf('a')).toBe(0);
  });

  it('waits longer than its own delay where the server asks for it', () => {
    const { queue, clock } = setUp();
    queue.retry('a', { atLeastMs: 5_000 });
    clock.advanceNow(4_999);
    expect(queue.depth).toBe(0);
    clock.advanceNow(1);
    expect(queue.depth).toBe(1);
  });

  it('spreads the delays of many keys over the second half of the time', () => {
    const clock = new FakeClock();
    const queue = new WorkQueue({ clock, random: () => 0, retryBaseMs: 100 });
    queue.retry('a');
    clock.advanceNow(50);
    expect(queue.depth).toBe(1);
  });

  it('tells how many keys are ready and how long the oldest has been', () => {
    const { queue, clock } = setUp();
    expect(queue.oldestAgeMs).toBe(0);
    queue.add('a', { priority: 'initial' });
    clock.advanceNow(30);
    queue.add('b');
    queue.add('a');
    clock.advanceNow(5);
    expect(queue.depth).toBe(2);
    expect(queue.oldestAgeMs).toBe(35);
  });

  it('does not pile up overtaken delays', async () => {
    const { queue } = setUp();
    for (let i = 0; i < 5_000; i++) {
      queue.add('a', { afterMs: 86_400_000 });
      queue.add('a');
      await queue.get();
      queue.done('a');
    }
    expect(queue.delayedCount).toBe(0);
    const { agenda } = queue as unknown as { agenda: { size: number } };
    expect(agenda.size).toBeLessThan(100);
  });

  it('tells waiting workers and those who come later when it is shut down', async () => {
    const { queue, clock } = setUp();
    const waiting = queue.get();
    queue.add('b', { afterMs: 10 });
    queue.shutdown();
    queue.add('a');
    expect(await waiting).toBeUndefined();
    expect(await queue.get()).toBeUndefined();
    expect(clock.timers).toBe(0);
  });
});
