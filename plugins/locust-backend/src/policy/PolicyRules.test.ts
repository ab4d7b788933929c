import type {
  LocustPolicyRequest,
  LocustPolicyRule,
} from 'backstage-plugin-locust-node';
import { PolicyRules } from './PolicyRules';
import { RuleRegister } from './RuleRegister';

const REQUEST: LocustPolicyRequest = {
  subject: 'run',
  test: 'checkout',
  spec: { workers: 3 },
  place: { cluster: 'eu', namespace: 'load' },
  origin: { kind: 'cluster', resource: 'checkout' },
};

const PROBLEM = { field: 'spec.workers', message: 'Use 2 workers or fewer.' };

const agrees: LocustPolicyRule = { name: 'agrees', check: () => [] };
const refuses: LocustPolicyRule = {
  name: 'refuses',
  check: async () => [PROBLEM],
};
const throws: LocustPolicyRule = {
  name: 'throws',
  check: () => {
    throw new Error('no route to budget.example.com with token hunter2');
  },
};

function setUp(...rules: LocustPolicyRule[]) {
  const timers = new Map<() => void, number>();
  const clock = {
    timers,
    setTimer(callback: () => void, delayMs: number) {
      timers.set(callback, delayMs);
      return { cancel: () => timers.delete(callback) };
    },
  };
  const log: string[] = [];
  return {
    clock,
    log,
    rules: new PolicyRules({
      rules,
      clock,
      logger: { warn: message => log.push(message) },
    }),
  };
}

describe('the rules of a company', () => {
  it('allow everything where there are none', async () => {
    const { rules } = setUp();
    expect(rules.isEmpty).toBe(true);
    expect(await rules.ask(REQUEST)).toEqual({ kind: 'allowed' });
  });

  it('are all asked, each about the whole request', async () => {
    const asked: LocustPolicyRequest[] = [];
    const notes = (name: string): LocustPolicyRule => ({
      name,
      check: request => {
        asked.push(request);
        return [];
      },
    });
    const { rules } = setUp(notes('a'), notes('b'));
    expect(await rules.ask(REQUEST)).toEqual({ kind: 'allowed' });
    expect(asked).toEqual([REQUEST, REQUEST]);
  });

  it('refuse where one of them does, even where another cannot be asked', async () => {
    const { rules } = setUp(agrees, refuses, throws);
    expect(await rules.ask(REQUEST)).toEqual({
      kind: 'refused',
      problems: [PROBLEM],
    });
  });

  it('are not known where one of them throws, and what it has thrown is for the log alone', async () => {
    const { rules, log } = setUp(agrees, throws);
    expect(await rules.ask(REQUEST)).toEqual({
      kind: 'unknown',
      message:
        'The rule "throws" could not be asked whether this may run, for it failed; why is in the log of the backend.',
    });
    expect(log).toEqual([
      'The rule "throws" could not be asked about load/checkout: no route to budget.example.com with token hunter2',
    ]);
  });

  it('are not known where one does not answer in time, which is told by its signal', async () => {
    let told: AbortSignal | undefined;
    const { rules, clock } = setUp({
      name: 'slow',
      check: (_request, { signal }) => {
        told = signal;
        return new Promise(() => {});
      },
    });
    const asking = rules.ask(REQUEST);
    const [[timeIsOver, delayMs]] = clock.timers;
    expect(delayMs).toBe(5_000);
    expect(told?.aborted).toBe(false);
    timeIsOver();
    expect(told?.aborted).toBe(true);
    expect(await asking).toEqual({
      kind: 'unknown',
      message:
        'The rule "slow" could not be asked whether this may run, for it did not answer within 5 s.',
    });
    expect(clock.timers.size).toBe(0);
  });

  it('are not waited for once nobody wants to know', async () => {
    const nobody = new AbortController();
    const { rules, clock } = setUp({
      name: 'slow',
      check: () => new Promise(() => {}),
    });
    const asking = rules.ask(REQUEST, nobody.signal);
    nobody.abort();
    expect((await asking).kind).toBe('unknown');
    expect(clock.timers.size).toBe(0);
  });

  it.each([
    ['nothing', undefined],
    ['true', true],
    ['a list of something else', ['no']],
    ['a problem without words', [{ field: 'spec.host', message: '' }]],
    ['nothing in a list', [null]],
  ])('are not known where one answers with %s', async (_what, answer) => {
    const { rules } = setUp({
      name: 'odd',
      check: () => answer as never,
    });
    expect((await rules.ask(REQUEST)).kind).toBe('unknown');
  });
});

describe('adding rules', () => {
  it('refuses a second one of a name, and one without', () => {
    const register = new RuleRegister();
    register.addRule(agrees);
    expect(() => register.addRule({ ...refuses, name: 'agrees' })).toThrow(
      'There are two rules about load tests named "agrees"',
    );
    expect(() => register.addRule({ ...refuses, name: '' })).toThrow(
      'has no name',
    );
    expect(register.rules).toEqual([agrees]);
  });
});
