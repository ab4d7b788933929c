import type { LocustPolicyRequest } from 'backstage-plugin-locust-node';
import { FakeClock } from '../kube/testing/FakeClock';
import type { RuleAnswer } from '../runs/RuleAnswer';
import { type RuleQuestion, RunRules } from './RunRules';

const PROBLEMS = [{ field: 'spec.workers', message: 'Use fewer.' }];
const REFUSED: RuleAnswer = { kind: 'refused', problems: PROBLEMS };
const ALLOWED: RuleAnswer = { kind: 'allowed' };
const UNKNOWN: RuleAnswer = { kind: 'unknown', message: 'It is away.' };

const requestWith = (workers: number, owner?: string): LocustPolicyRequest => ({
  subject: 'run',
  test: 't',
  spec: { workers },
  place: { cluster: 'c', namespace: 'n', owner },
  origin: { kind: 'cluster', resource: 't' },
});

/** The answers that the rules give one after the other; the last stays. */
function setUp(...answers: (RuleAnswer | Promise<RuleAnswer>)[]) {
  const clock = new FakeClock();
  const asked: LocustPolicyRequest[] = [];
  const enqueued: string[] = [];
  const rules = new RunRules({
    ask: async request => {
      asked.push(request);
      return answers.length > 1 ? answers.shift()! : answers[0];
    },
    enqueue: key => enqueued.push(key),
    clock,
  });
  const about = (
    request: LocustPolicyRequest = requestWith(1),
    more: Partial<RuleQuestion> = {},
  ) =>
    rules.about(
      { key: 'n/t', id: 'run-1', request: () => request, ...more },
      new AbortController().signal,
    );
  return { clock, asked, enqueued, rules, about };
}

describe('asking rules about runs', () => {
  it('asks nobody where there are none', async () => {
    const rules = new RunRules({
      ask: undefined,
      enqueue: () => {},
      clock: new FakeClock(),
    });
    const verdict = await rules.about(
      {
        key: 'n/t',
        id: 'run-1',
        request: () => {
          throw new Error('nobody needs a question');
        },
      },
      new AbortController().signal,
    );
    expect(verdict).toEqual({ kind: 'allowed' });
  });

  it('asks once about what is looked at again and again', async () => {
    const { about, asked, clock } = setUp(ALLOWED);
    for (let look = 0; look < 5; look += 1) {
      expect(await about()).toEqual({ kind: 'allowed' });
      await clock.advance(1_000);
    }
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a changed spec', requestWith(2)],
    ['another owner', requestWith(1, 'group:default/a')],
  ])('asks anew about %s', async (_what, other) => {
    const { about, asked } = setUp(ALLOWED, REFUSED);
    await about();
    expect((await about(other)).kind).toBe('refused');
    expect(asked).toHaveLength(2);
  });

  it('believes that something is allowed for a minute, or as long as it is told', async () => {
    const { about, asked, clock } = setUp(ALLOWED);
    await about();
    await clock.advance(3_600_000);
    await about(undefined, { believedMs: Infinity });
    expect(asked).toHaveLength(1);
    await about();
    expect(asked).toHaveLength(2);
    await clock.advance(59_999);
    await about();
    expect(asked).toHaveLength(2);
  });

  it('asks again after half a minute whether what was refused still is, and knows since when', async () => {
    const { about, asked, clock } = setUp(REFUSED, REFUSED, ALLOWED);
    expect(await about()).toEqual({
      kind: 'refused',
      problems: PROBLEMS,
      forMs: 0,
      againMs: 30_000,
    });
    await clock.advance(30_000);
    expect(await about()).toMatchObject({ kind: 'refused', forMs: 30_000 });
    await clock.advance(29_999);
    expect(await about()).toMatchObject({ kind: 'refused', forMs: 59_999 });
    expect(asked).toHaveLength(2);
    await clock.advance(1);
    expect(await about()).toEqual({ kind: 'allowed' });
  });

  it('tries rules that cannot be asked again, ever later, and lets nothing go meanwhile', async () => {
    const { about, asked, clock } = setUp(UNKNOWN);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const verdict = await about();
      expect(verdict).toMatchObject({
        kind: 'waits',
        reason: { code: 'RuleNotAsked', message: 'It is away.' },
      });
      const againMs = verdict.kind === 'waits' ? verdict.againMs : 0;
      waits.push(againMs / 1000);
      await clock.advance(againMs - 1);
      await about();
      expect(asked).toHaveLength(attempt + 1);
      await clock.advance(1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('begins with short waits again once they have answered', async () => {
    const { about, clock } = setUp(UNKNOWN, UNKNOWN, ALLOWED, UNKNOWN);
    await about();
    await clock.advance(1_000);
    await about();
    await clock.advance(2_000);
    expect((await about()).kind).toBe('allowed');
    await clock.advance(60_000);
    expect(await about()).toMatchObject({ kind: 'waits', againMs: 1_000 });
  });

  it('waits for a slow answer for half a second, and is called when it has come', async () => {
    let answer: (given: RuleAnswer) => void = () => {};
    const slow = new Promise<RuleAnswer>(resolve => {
      answer = resolve;
    });
    const { about, asked, enqueued, clock } = setUp(slow);
    let first: unknown;
    void about().then(verdict => {
      first = verdict;
    });
    await clock.advance(499);
    expect(first).toBeUndefined();
    await clock.advance(1);
    expect(first).toMatchObject({
      kind: 'waits',
      reason: { code: 'AskingRules' },
    });
    expect(enqueued).toEqual([]);

    answer(ALLOWED);
    await clock.advance(0);
    expect(enqueued).toEqual(['n/t']);
    expect(await about()).toEqual({ kind: 'allowed' });
    expect(asked).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  it('does not take an answer about something else for one about what is asked', async () => {
    let answer: (given: RuleAnswer) => void = () => {};
    const slow = new Promise<RuleAnswer>(resolve => {
      answer = resolve;
    });
    const { about, clock } = setUp(slow, REFUSED);
    void about();
    await clock.advance(500);
    expect((await about(requestWith(2))).kind).toBe('refused');
    answer(ALLOWED);
    await clock.advance(0);
    expect((await about(requestWith(2))).kind).toBe('refused');
  });

  it('asks nobody about what is known to be wrong', async () => {
    const { about, asked, clock } = setUp(ALLOWED);
    const wrong = { problems: PROBLEMS };
    expect(await about(undefined, wrong)).toMatchObject({
      kind: 'refused',
      problems: PROBLEMS,
      forMs: 0,
    });
    await clock.advance(60_000);
    expect(await about(undefined, wrong)).toMatchObject({ forMs: 60_000 });
    expect(asked).toEqual([]);
    expect(await about()).toEqual({ kind: 'allowed' });
  });
});
