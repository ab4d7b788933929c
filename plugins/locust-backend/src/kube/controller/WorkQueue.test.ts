import fc from 'fast-check';
import { FakeClock, settled } from '../testing/FakeClock';
import { Priority, WorkQueue } from './WorkQueue';

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

  /**
   * The model is a naive one: for every key the time from which it is wanted, whether it is in work, and its rank.
   * Whatever is done in whatever order, the queue must hand out exactly what the model says is due.
   */
  describe('against a model', () => {
    interface Wanted {
      at: number;
      priority: Priority;
      /** Order in which keys became ready, given when they did. */
      rank?: number;
    }

    class Model {
      now = 0;
      private ranks = 0;
      readonly wanted = new Map<string, Wanted>();
      readonly inWork = new Set<string>();
      readonly failures = new Map<string, number>();

      add(key: string, afterMs: number, priority: Priority) {
        const at = this.now + afterMs;
        const known = this.wanted.get(key);
        const isReady = known !== undefined && known.at <= this.now;
        if (isReady && afterMs > 0) {
          return;
        }
        if (!known || at < known.at || afterMs === 0) {
          const before = known?.priority;
          // A delay that is overtaken by "now" takes the new priority; two delays or two readies keep the better.
          const keeps = isReady || afterMs > 0;
          this.wanted.set(key, {
            at: Math.min(at, known?.at ?? Infinity),
            priority: keeps && before === 'live' ? 'live' : priority,
            rank:
              isReady && !(before === 'initial' && priority === 'live')
                ? known.rank
                : undefined,
          });
        }
        this.rankReady();
      }

      retry(key: string) {
        const n = this.failures.get(key) ?? 0;
        this.failures.set(key, n + 1);
        this.add(key, Math.min(1_000, 100 * 2 ** n), 'live');
      }

      done(key: string) {
        this.inWork.delete(key);
        this.rankReady();
      }

      pass(ms: number) {
        const end = this.now + ms;
        for (;;) {
          const times = [...this.wanted.values()]
            .map(it => it.at)
            .filter(at => at > this.now && at <= end);
          if (times.length === 0) {
            break;
          }
          this.now = Math.min(...times);
          this.rankReady();
        }
        this.now = end;
      }

      private rankReady() {
        for (const [key, wanted] of this.wanted) {
          if (
            wanted.at <= this.now &&
            wanted.rank === undefined &&
            !this.inWork.has(key)
          ) {
            wanted.rank = this.ranks;
            this.ranks += 1;
          }
        }
      }

      /** Keys that may come next: of the best priority, of the lowest rank. */
      ready(): string[] {
        return [...this.wanted]
          .filter(([key, it]) => it.at <= this.now && !this.inWork.has(key))
          .sort(
            ([, a], [, b]) =>
              Number(a.priority === 'initial') -
                Number(b.priority === 'initial') || a.rank! - b.rank!,
          )
          .map(([key]) => key);
      }

      /** Takes what the queue gave. Keys whose time came together may come in either order, if of one priority. */
      take(key: string) {
        const due = this.ready();
        if (
          !due.includes(key) ||
          this.wanted.get(key)!.priority !== this.wanted.get(due[0])!.priority
        ) {
          throw new Error(`The queue gave ${key}, due were ${due}`);
        }
        this.wanted.delete(key);
        this.inWork.add(key);
      }
    }

    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const command = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        key,
        afterMs: fc.constantFrom(0, 0, 7, 40, 300),
        priority: fc.constantFrom<Priority>('live', 'initial'),
      }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('done' as const), key }),
      fc.record({ kind: fc.constant('retry' as const), key }),
      fc.record({ kind: fc.constant('forget' as const), key }),
      fc.record({
        kind: fc.constant('pass' as const),
        ms: fc.constantFrom(1, 7, 33, 500),
      }),
    );

    it('hands out exactly the keys that are due, one worker to a key, live ones first', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 80 }), async run => {
          const { queue, clock } = setUp();
          const model = new Model();
          for (const step of run) {
            switch (step.kind) {
              case 'add':
                queue.add(step.key, step);
                model.add(step.key, step.afterMs, step.priority);
                break;
              case 'take': {
                const due = model.ready();
                if (due.length > 0) {
                  model.take((await queue.get())!);
                }
                break;
              }
              case 'done':
                if (model.inWork.has(step.key)) {
                  queue.done(step.key);
                  model.done(step.key);
                }
                break;
              case 'retry':
                if (model.inWork.has(step.key)) {
                  queue.retry(step.key);
                  model.retry(step.key);
                }
                break;
              case 'forget':
                queue.forget(step.key);
                model.failures.delete(step.key);
                break;
              default:
                clock.advanceNow(step.ms);
                model.pass(step.ms);
            }
            expect(queue.depth).toBe(model.ready().length);
          }
          // Nothing is ever lost: with every worker done and time enough, every wanted key comes out.
          for (const busy of [...model.inWork]) {
            queue.done(busy);
            model.done(busy);
          }
          clock.advanceNow(2_000);
          model.pass(2_000);
          const left: string[] = [];
          while (queue.depth > 0) {
            left.push((await queue.get())!);
          }
          expect(left.sort()).toEqual(model.ready().sort());
        }),
        { numRuns: 500 },
      );
    });
  });
});
