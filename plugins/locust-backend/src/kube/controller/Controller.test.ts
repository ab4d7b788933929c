import {
  Controller,
  ControllerHealth,
  ControllerOptions,
  Reconcile,
} from './Controller';
import { Expectations } from './Expectations';
import { KubeApiError } from '../KubeApiError';
import { Store } from '../cache/Store';
import { ConfigMap, configMap } from '../testing/configMap';
import { FakeClock, settled } from '../testing/FakeClock';
import { RecordingLogger } from '../testing/RecordingLogger';
import { WorkQueue } from './WorkQueue';

const running: Controller[] = [];

function setUp(reconcile: Reconcile, options: Partial<ControllerOptions> = {}) {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const queue = new WorkQueue({ clock, random: () => 1, retryBaseMs: 100 });
  const healths: ControllerHealth[] = [];
  const calls: string[] = [];
  const controller = new Controller({
    name: 'test',
    queue,
    reconcile: (key, signal) => {
      calls.push(key);
      return reconcile(key, signal);
    },
    logger,
    clock,
    onHealth: health => healths.push(health),
    ...options,
  });
  controller.start();
  running.push(controller);
  return { clock, logger, queue, healths, calls, controller };
}

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted'))),
  );

afterEach(async () => {
  await Promise.all(running.splice(0).map(it => it.stop()));
});

describe('Controller', () => {
  it('reconciles a key and leaves it when it is done', async () => {
    const { clock, queue, calls, controller } = setUp(async () => ({
      kind: 'done',
    }));
    queue.add('a');
    await clock.advance(3_600_000);
    expect(calls).toEqual(['a']);
    expect(controller.health).toMatchObject({ busy: 0, depth: 0, delayed: 0 });
    expect(controller.health.lastSuccessAt).toBeDefined();
  });

  it('comes back to a key after the time its reconcile asks for', async () => {
    const { clock, queue, calls } = setUp(async () => ({
      kind: 'after',
      ms: 5_000,
    }));
    queue.add('a');
    await clock.advance(4_999);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
  });

  it('lets others run while it works off many keys that nothing is waited for', async () => {
    const { queue, calls } = setUp(async () => {
      const begun = performance.now();
      while (performance.now() - begun < 1) {
        // A millisecond of work.
      }
      return { kind: 'done' };
    });
    for (let key = 0; key < 200; key++) {
      queue.add(String(key));
    }
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    expect(calls.length).toBeLessThan(200);
    while (calls.length < 200) {
      await settled();
    }
  });

  it('takes a reconcile that throws for one that wants to be tried again, later each time', async () => {
    const { clock, queue, calls, logger, controller } = setUp(async () => {
      throw new Error('no luck');
    });
    queue.add('a');
    await clock.advance(100 + 200 + 400);
    expect(calls).toHaveLength(4);
    expect(logger.lines[0]).toBe('warn: test: a: Error: no luck');
    expect(controller.health.lastError).toMatchObject({
      key: 'a',
      message: 'Error: no luck',
    });
  });

  it('starts over with short delays once a key has succeeded', async () => {
    let luck = false;
    const { clock, queue } = setUp(async () =>
      luck ? { kind: 'done' } : { kind: 'retry', error: new Error('no') },
    );
    queue.add('a');
    await clock.advance(300);
    expect(queue.failuresOf('a')).toBe(3);
    luck = true;
    await clock.advance(400);
    expect(queue.failuresOf('a')).toBe(0);
  });

  it('waits at least as long as the server asks for', async () => {
    const { clock, queue, calls } = setUp(async () => {
      throw new KubeApiError({
        failure: 'tooManyRequests',
        intent: { verb: 'create', resource: 'jobs' },
        retryAfterSeconds: 9,
      });
    });
    queue.add('a');
    await clock.advance(8_999);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
  });

  it('does not come back to a key it gave up until that is added', async () => {
    const { clock, queue, calls, logger } = setUp(async () => ({
      kind: 'giveUp',
      reason: 'the image is missing',
    }));
    queue.add('a');
    await clock.advance(3_600_000);
    expect(calls).toHaveLength(1);
    expect(logger.lines).toEqual([
      'warn: test: giving up on a: the image is missing',
    ]);
    queue.add('a');
    await settled();
    expect(calls).toHaveLength(2);
  });

  it('lets a key that always fails fail alone', async () => {
    const { clock, queue, calls } = setUp(
      async key => {
        if (key === 'poison') {
          throw new Error('poisoned');
        }
        return { kind: 'done' };
      },
      { workers: 1 },
    );
    queue.add('poison');
    for (let i = 0; i < 20; i++) {
      queue.add(`key-${i}`);
    }
    await clock.advance(50);
    expect(new Set(calls).size).toBe(21);
  });

  it('works on as many keys at once as it has workers, and never on one key twice', async () => {
    let atOnce = 0;
    let most = 0;
    const inWork = new Set<string>();
    const { clock, queue, controller } = setUp(
      async (key, signal) => {
        expect(inWork.has(key)).toBe(false);
        inWork.add(key);
        atOnce += 1;
        most = Math.max(most, atOnce);
        await never(signal).catch(() => {});
        return { kind: 'done' };
      },
      { workers: 3 },
    );
    for (const key of ['a', 'b', 'c', 'd', 'a']) {
      queue.add(key);
    }
    await clock.advance(500);
    expect(most).toBe(3);
    expect(controller.health).toMatchObject({
      busy: 3,
      depth: 1,
      longestRunMs: 500,
      oldestAgeMs: 500,
    });
  });

  it('puts a key off until the store shows its last write', async () => {
    const store = new Store<ConfigMap>();
    const expectations = new Expectations({ clock: new FakeClock() });
    const { clock, queue, calls } = setUp(
      async key => {
        expectations.written(key, store, configMap('child', 5));
        return { kind: 'done' };
      },
      { expectations },
    );
    queue.add('a');
    await settled();
    queue.add('a');
    await clock.advance(1_000);
    expect(calls).toHaveLength(1);
    // As the watch's listener does.
    store.put(configMap('child', 5));
    queue.add('a');
    await settled();
    expect(calls).toHaveLength(2);
  });

  it('aborts a reconcile that takes too long, and shows it', async () => {
    const { clock, queue, healths } = setUp((_, signal) => never(signal), {
      reconcileTimeoutMs: 10_000,
    });
    queue.add('a');
    await clock.advance(10_000);
    expect(healths[0]).toMatchObject({
      busy: 1,
      longestRunMs: 10_000,
      lastError: { key: 'a', message: 'Error: takes longer than 10000 ms' },
    });
    expect(queue.failuresOf('a')).toBe(1);
  });

  it('notices a worker that died, says so and starts another', async () => {
    class BrokenOnce extends WorkQueue {
      private isBroken = true;

      done(key: string): void {
        super.done(key);
        if (this.isBroken) {
          this.isBroken = false;
          throw new Error('the queue is broken');
        }
      }
    }
    const clock = new FakeClock();
    const queue = new BrokenOnce({ clock });
    const { logger, healths, calls, controller } = setUp(
      async () => ({ kind: 'done' }),
      { queue, clock, workers: 1 },
    );
    queue.add('a');
    await clock.advance(999);
    expect(healths[0]).toMatchObject({ workers: 0, restarts: 1 });
    expect(controller.health.workers).toBe(0);
    expect(logger.lines).toContain(
      'error: test: a worker died and will be started again: Error: the queue is broken',
    );
    queue.add('b');
    await clock.advance(1);
    expect(calls).toEqual(['a', 'b']);
    expect(controller.health.workers).toBe(1);
  });

  it('survives a listener of its health that throws', async () => {
    const { clock, queue, calls } = setUp(
      async () => {
        throw new Error('no');
      },
      {
        onHealth: () => {
          throw new Error('deaf');
        },
      },
    );
    queue.add('a');
    await clock.advance(100);
    expect(calls).toHaveLength(2);
  });

  it('aborts what it is at when it is stopped, and waits for it', async () => {
    let ended = false;
    const { queue, controller, logger } = setUp(async (_, signal) => {
      await never(signal).catch(() => {});
      ended = true;
      throw new Error('aborted');
    });
    queue.add('a');
    await settled();
    await controller.stop();
    expect(ended).toBe(true);
    expect(controller.health).toMatchObject({ running: false, workers: 0 });
    expect(logger.lines).toEqual([]);
  });
});
