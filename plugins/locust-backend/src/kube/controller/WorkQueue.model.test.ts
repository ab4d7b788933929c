import fc from 'fast-check';
import { FakeClock } from '../testing/FakeClock';
import { Priority, WorkQueue } from './WorkQueue';

/** Keys are wanted from a time on. That is all there is to the queue, but for who works on what. */
interface Wanted {
  readonly at: number;
  readonly priority: Priority;
}

/** What the queue promises, in the plainest terms. */
class Model {
  now = 0;
  /** Workers that have asked and got nothing yet. */
  waiting = 0;
  readonly wanted = new Map<string, Wanted>();
  readonly inWork = new Set<string>();
  readonly failures = new Map<string, number>();

  /** Now beats every delay, of several delays the earliest counts, and what is live stays so while it waits. */
  want(key: string, afterMs: number, priority: Priority): void {
    const known = this.wanted.get(key);
    const at = this.now + afterMs;
    const isDue = known !== undefined && known.at <= this.now;
    if (afterMs > 0 && known && known.at <= at) {
      return;
    }
    const staysLive = known?.priority === 'live' && (isDue || afterMs > 0);
    this.wanted.set(key, {
      at: isDue ? known.at : at,
      priority: staysLive ? 'live' : priority,
    });
  }

  /** Keys that a worker must get now. */
  due(): string[] {
    return [...this.wanted]
      .filter(([key, it]) => it.at <= this.now && !this.inWork.has(key))
      .map(([key]) => key);
  }

  /** The next time at which a key that is not yet due becomes so. */
  nextTime(): number {
    return Math.min(
      ...[...this.wanted.values()].map(it => it.at).filter(at => at > this.now),
    );
  }
}

class Real {
  readonly clock = new FakeClock();
  readonly queue = new WorkQueue({
    clock: this.clock,
    random: () => 1,
    retryBaseMs: 100,
    retryCapMs: 1_000,
  });
  /** Keys that workers have got and the model has not been told of. */
  readonly handed: string[] = [];

  ask(): void {
    this.queue
      .get()
      .then(key => this.handed.push(key!))
      .catch(() => {});
  }
}

/** Everything that must hold after every step. */
async function compare(model: Model, real: Real): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await Promise.resolve();
  }
  for (const key of real.handed.splice(0)) {
    const wanted = model.wanted.get(key);
    // Nothing is handed out unasked, too early, or to a second worker.
    expect(model.due()).toContain(key);
    if (wanted!.priority === 'initial') {
      // No live change had been waiting. Of keys due in this very moment any may be first.
      const passedOver = model
        .due()
        .filter(it => model.wanted.get(it)!.priority === 'live')
        .filter(it => model.wanted.get(it)!.at < model.now);
      expect(passedOver).toEqual([]);
    }
    model.wanted.delete(key);
    model.inWork.add(key);
    model.waiting -= 1;
  }
  // Nothing is held back from a worker that waits.
  expect(model.waiting > 0 ? model.due() : []).toEqual([]);
  expect(real.queue.depth).toBe(model.due().length);
  expect(real.queue.delayedCount).toBe(
    [...model.wanted.values()].filter(it => it.at > model.now).length,
  );
  for (const key of model.inWork) {
    expect(real.queue.failuresOf(key)).toBe(model.failures.get(key) ?? 0);
  }
}

type Command = fc.AsyncCommand<Model, Real>;

function command(
  name: string,
  run: (model: Model, real: Real) => void | Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    run: async (model, real) => {
      await run(model, real);
      await compare(model, real);
    },
    toString: () => name,
  };
}

async function pass(model: Model, real: Real, ms: number): Promise<void> {
  const end = model.now + ms;
  // From one due time to the next, as workers see it.
  for (let at = model.nextTime(); at <= end; at = model.nextTime()) {
    real.clock.advanceNow(at - model.now);
    model.now = at;
    await compare(model, real);
  }
  real.clock.advanceNow(end - model.now);
  model.now = end;
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const priority = fc.constantFrom<Priority>('live', 'initial');

const commands = [
  fc.tuple(key, priority).map(([it, rank]) =>
    command(`add ${it} ${rank}`, (model, real) => {
      real.queue.add(it, { priority: rank });
      model.want(it, 0, rank);
    }),
  ),
  fc
    .tuple(key, priority, fc.constantFrom(7, 40, 300))
    .map(([it, rank, afterMs]) =>
      command(`add ${it} ${rank} after ${afterMs}`, (model, real) => {
        real.queue.add(it, { priority: rank, afterMs });
        model.want(it, afterMs, rank);
      }),
    ),
  fc.constant(
    command('get', (model, real) => {
      model.waiting += 1;
      real.ask();
    }),
  ),
  key.map(it =>
    command(
      `done ${it}`,
      (model, real) => {
        real.queue.done(it);
        model.inWork.delete(it);
      },
      model => model.inWork.has(it),
    ),
  ),
  fc.tuple(key, fc.constantFrom(0, 450)).map(([it, atLeastMs]) =>
    command(
      `retry ${it} at least ${atLeastMs}`,
      (model, real) => {
        real.queue.retry(it, { atLeastMs });
        const failures = model.failures.get(it) ?? 0;
        model.failures.set(it, failures + 1);
        const delay = Math.min(1_000, 100 * 2 ** failures);
        model.want(it, Math.max(delay, atLeastMs), 'live');
      },
      model => model.inWork.has(it),
    ),
  ),
  key.map(it =>
    command(`forget ${it}`, (model, real) => {
      real.queue.forget(it);
      model.failures.delete(it);
    }),
  ),
  fc
    .constantFrom(1, 7, 33, 500)
    .map(ms => command(`pass ${ms}`, (model, real) => pass(model, real, ms))),
];

describe('WorkQueue against a model', () => {
  it('gives every wanted key to one worker at its time, live ones first, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(commands, { maxCommands: 100, size: 'max' }),
        async steps => {
          const model = new Model();
          const real = new Real();
          await fc.asyncModelRun(() => ({ model, real }), steps);

          // With workers enough and time enough everything wanted comes out, and nothing else.
          const left = new Set(model.wanted.keys());
          const got = new Set<string>();
          for (const busy of [...model.inWork]) {
            real.queue.done(busy);
            model.inWork.delete(busy);
            await compare(model, real);
          }
          for (let worker = model.waiting; worker < 10; worker++) {
            model.waiting += 1;
            real.ask();
          }
          await compare(model, real);
          await pass(model, real, 10_000);
          await compare(model, real);
          model.inWork.forEach(it => got.add(it));
          expect(got).toEqual(left);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});
