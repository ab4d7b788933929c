import type { RunPhase, Verdict } from 'backstage-plugin-locust-common';
import type { RunProgress } from '../runs/RunStore';
import { FailingTests } from './FailingTests';
import { describeHistory } from './__testUtils__/historyOn';
import { later, runStart, T0 } from './__testUtils__/runStart';

const SHOP = 'component:default/shop';
const DAY = 24 * 60 * 60;

describeHistory('FailingTests', history => {
  let now = later(0);
  let failing: FailingTests;
  beforeEach(() => {
    now = later(3600);
    failing = new FailingTests(history.knex, () => now);
  });

  let made = 0;
  /** An ended run; each a minute after the one before. */
  const run = async (
    outcome: Verdict | RunPhase,
    start: object = {},
    progress: Partial<RunProgress> = {},
  ) => {
    made += 1;
    const id = `run${made}`;
    const isVerdict = ['passed', 'failed', 'none'].includes(outcome);
    await history.store.begin(
      runStart({
        id,
        entityRef: SHOP,
        createdAt: later(made * 60),
        ...start,
      }),
    );
    await history.store.progress(id, {
      phase: isVerdict ? 'finished' : (outcome as RunPhase),
      ...(isVerdict && { verdict: outcome as Verdict }),
      ...progress,
    });
    return id;
  };
  beforeEach(() => {
    made = 0;
  });

  const names = async () =>
    (await failing.all()).map(it => `${it.entityRef} ${it.test}`);

  it('are those whose last run failed or could not be carried out', async () => {
    await run('failed', { test: 'recovered' });
    await run('passed', { test: 'recovered' });
    await run('passed', { test: 'broken' });
    await run('error', { test: 'broken' });
    await run('passed', { test: 'slow' });
    await run('failed', { test: 'slow' });
    await run('failed', { test: 'without-thresholds-now' });
    await run('none', { test: 'without-thresholds-now' });
    expect(await names()).toEqual([`${SHOP} slow`, `${SHOP} broken`]);
  });

  it('stay so while later runs say nothing: stopped, skipped, or under way', async () => {
    await run('failed');
    await run('stopped');
    await run('skipped');
    await run('running');
    expect(await failing.all()).toMatchObject([{ id: 'run1' }]);
  });

  it('are told apart as tests are: by entity, and by place where there is none', async () => {
    const none = { entityRef: undefined };
    await run('failed', { ...none, cluster: 'a' });
    await run('passed', { ...none, cluster: 'b' });
    await run('failed', { ...none, cluster: 'b', namespace: 'other' });
    await run('failed', { ...none, cluster: 'b', test: 'another' });
    await run('failed', { cluster: 'a' });
    // Of an entity, the cluster does not matter.
    await run('passed', { cluster: 'b' });
    const found = await failing.all();
    expect(
      found.map(it => `${it.cluster} ${it.namespace} ${it.test}`).sort(),
    ).toEqual(['a shop checkout', 'b other checkout', 'b shop another']);
    expect(found.every(it => it.entityRef === undefined)).toBe(true);
  });

  it('are no news once they have not run for five weeks', async () => {
    await run('failed', { createdAt: T0 });
    now = later(34 * DAY);
    expect(await names()).toHaveLength(1);
    now = later(36 * DAY);
    expect(await names()).toEqual([]);
  });

  it('are found at most once in fifteen seconds', async () => {
    expect(await names()).toEqual([]);
    await run('failed');
    now = new Date(now.getTime() + 14_999);
    expect(await names()).toEqual([]);
    now = new Date(now.getTime() + 1);
    expect(await names()).toHaveLength(1);
  });

  it('are asked for again where that failed', async () => {
    let away = true;
    const answering = new FailingTests(
      new Proxy(history.knex, {
        get: (knex, key, receiver) => {
          if (away && key === 'queryBuilder') {
            throw new Error('There is no database');
          }
          return Reflect.get(knex, key, receiver);
        },
      }),
      () => now,
    );
    await expect(answering.all()).rejects.toThrow('There is no database');
    away = false;
    await run('failed');
    expect(await answering.all()).toHaveLength(1);
  });

  it('say how many failed in a row, since when, why, and what was missed', async () => {
    await run('failed');
    await run('passed');
    await run('error');
    await run('stopped');
    await run(
      'failed',
      {},
      {
        thresholds: [
          { threshold: 'p95 < 1s', passed: true, message: 'It was 1 ms.' },
          { threshold: 'fail_ratio < 1%', passed: false, message: 'Too many.' },
        ],
      },
    );
    await run(
      'error',
      { entityRef: undefined, test: 'other' },
      { reason: { code: 'ImagePullFailed', message: 'It is not there.' } },
    );
    const tests = await failing.streaks(await failing.all());
    expect(tests).toEqual([
      expect.objectContaining({
        test: 'other',
        inARow: 1,
        since: later(6 * 60),
        missed: [],
        reason: { code: 'ImagePullFailed', message: 'It is not there.' },
      }),
      expect.objectContaining({
        id: 'run5',
        test: 'checkout',
        inARow: 2,
        since: later(3 * 60),
        orMore: false,
        missed: ['fail_ratio < 1%'],
      }),
    ]);
  });

  it('are left out where a run has passed since they were found', async () => {
    await run('failed');
    const found = await failing.all();
    await run('passed');
    expect(await failing.streaks(found)).toEqual([]);
    expect(await failing.streaks([])).toEqual([]);
  });

  it('take as few statements for twenty tests as for one', async () => {
    const statements = async () => {
      let count = 0;
      const counted = () => {
        count += 1;
      };
      history.knex.on('query', counted);
      await failing.streaks(await failing.all());
      history.knex.removeListener('query', counted);
      return count;
    };
    await run('failed', { test: 'first' });
    const ofOne = await statements();
    for (let index = 0; index < 20; index += 1) {
      await run('failed', { test: `test${index}` });
    }
    now = new Date(now.getTime() + 15_000);
    expect(await statements()).toBe(ofOne);
    expect(await failing.all()).toHaveLength(21);
  });

  it('look no further back than at fifty runs', async () => {
    for (let index = 0; index < 52; index += 1) {
      await run('failed');
    }
    expect(await failing.streaks(await failing.all())).toMatchObject([
      { inARow: 50, orMore: true, since: later(3 * 60) },
    ]);
  });
});
