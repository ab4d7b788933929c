import {
  isDoubtful,
  isOlder,
  newMachine,
  next,
  Phase,
  ReflectorEvent,
  ReflectorMachine,
} from './ReflectorMachine';

/** One machine per phase that behaves differently. The lists are complete, or this file does not compile. */
const PHASES = {
  empty: newMachine(true),
  streaming: at({ kind: 'listing', how: 'stream' }),
  paging: at({ kind: 'listing', how: 'pages' }, { streaming: false }),
  resuming: at({ kind: 'resuming' }, { position: '10', newest: '10' }),
  watching: at(
    { kind: 'watching', since: 0 },
    { position: '10', newest: '10' },
  ),
  waitingToList: at({ kind: 'waiting' }),
  waitingToResume: at({ kind: 'waiting' }, { position: '10', newest: '10' }),
  stopped: at({ kind: 'stopped' }),
} satisfies Record<string, ReflectorMachine>;

const KINDS: Record<Phase['kind'], readonly (keyof typeof PHASES)[]> = {
  empty: ['empty'],
  listing: ['streaming', 'paging'],
  resuming: ['resuming'],
  watching: ['watching'],
  waiting: ['waitingToList', 'waitingToResume'],
  stopped: ['stopped'],
};

const EVENTS = {
  started: { kind: 'started' },
  listed: { kind: 'listed', resourceVersion: '20' },
  doubted: { kind: 'doubted' },
  accepted: { kind: 'accepted' },
  moved: { kind: 'moved', resourceVersion: '20' },
  ended: { kind: 'ended' },
  failed: { kind: 'failed', failure: 'unreachable' },
  due: { kind: 'due' },
  stopped: { kind: 'stopped' },
} satisfies { [K in ReflectorEvent['kind']]: ReflectorEvent & { kind: K } };

type Row = Record<keyof typeof EVENTS, string>;

/**
 * Phase × event → what it is then, and where it would go on. `!` where the event cannot happen. A phase or an event
 * without its row or column does not compile.
 */
const TABLE: Record<keyof typeof PHASES, Row> = {
  empty: {
    started: 'listing by stream',
    listed: '!',
    doubted: '!',
    accepted: '!',
    moved: '!',
    ended: '!',
    failed: '!',
    due: '!',
    stopped: 'stopped',
  },
  streaming: {
    started: '!',
    listed: 'watching @20',
    doubted: 'waiting',
    accepted: 'listing by stream',
    moved: '!',
    ended: 'waiting, pages from now on',
    failed: 'waiting',
    due: '!',
    stopped: 'stopped',
  },
  paging: {
    started: '!',
    listed: 'resuming @20, pages from now on',
    doubted: 'waiting, pages from now on',
    accepted: '!',
    moved: '!',
    ended: '!',
    failed: 'waiting, pages from now on',
    due: '!',
    stopped: 'stopped, pages from now on',
  },
  resuming: {
    started: '!',
    listed: '!',
    doubted: '!',
    accepted: 'watching @10',
    moved: '!',
    ended: '!',
    failed: 'waiting @10',
    due: '!',
    stopped: 'stopped @10',
  },
  watching: {
    started: '!',
    listed: '!',
    doubted: '!',
    accepted: '!',
    moved: 'watching @20',
    ended: 'resuming @10',
    failed: 'waiting @10',
    due: '!',
    stopped: 'stopped @10',
  },
  waitingToList: {
    started: '!',
    listed: '!',
    doubted: '!',
    accepted: '!',
    moved: '!',
    ended: '!',
    failed: '!',
    due: 'listing by stream',
    stopped: 'stopped',
  },
  waitingToResume: {
    started: '!',
    listed: '!',
    doubted: '!',
    accepted: '!',
    moved: '!',
    ended: '!',
    failed: '!',
    due: 'resuming @10',
    stopped: 'stopped @10',
  },
  stopped: {
    started: 'stopped',
    listed: 'stopped',
    doubted: 'stopped',
    accepted: 'stopped',
    moved: 'stopped',
    ended: 'stopped',
    failed: 'stopped',
    due: 'stopped',
    stopped: 'stopped',
  },
};

/** A minute after everything that the machines have behind them. */
const NOW = 60_000;

function at(
  phase: Phase,
  memory: Partial<ReflectorMachine> = {},
): ReflectorMachine {
  return { ...newMachine(true), listedAt: 0, ...memory, phase };
}

function describeMachine(machine: ReflectorMachine): string {
  const { phase, position, streaming } = machine;
  return [
    phase.kind,
    phase.kind === 'listing' ? ` by ${phase.how}` : '',
    position === undefined ? '' : ` @${position}`,
    streaming ? '' : ', pages from now on',
  ].join('');
}

function outcome(
  machine: ReflectorMachine,
  event: ReflectorEvent,
  now = NOW,
): string {
  try {
    return describeMachine(next(machine, event, now));
  } catch (error) {
    return String(error).includes('cannot be') ? '!' : String(error);
  }
}

const keysOf = <K extends string>(record: Record<K, unknown>) =>
  Object.keys(record) as K[];

describe('ReflectorMachine', () => {
  describe.each(keysOf(TABLE))('while %s', phase => {
    it.each(keysOf(TABLE[phase]))('when %s', event => {
      expect(outcome(PHASES[phase], EVENTS[event])).toBe(TABLE[phase][event]);
    });
  });

  it('has a machine in the table for every phase', () => {
    expect(Object.values(KINDS).flat().sort()).toEqual(keysOf(PHASES).sort());
    for (const kind of keysOf(KINDS)) {
      for (const name of KINDS[kind]) {
        expect(PHASES[name].phase.kind).toBe(kind);
      }
    }
  });

  describe('after a failure', () => {
    const failed = (failure: 'gone' | 'notFound' | 'invalid' | 'timeout') =>
      ({ kind: 'failed', failure } as const);

    it.each(['resuming', 'watching'] as const)(
      'lists afresh at once while %s when its version is gone',
      phase => {
        expect(outcome(PHASES[phase], failed('gone'))).toBe(
          'listing by stream',
        );
      },
    );

    it.each(['resuming', 'watching'] as const)(
      'waits while %s when the version of a list just made is gone',
      phase => {
        expect(outcome(PHASES[phase], failed('gone'), 10_000)).toBe('waiting');
      },
    );

    it.each(['streaming', 'paging'] as const)(
      'waits while %s however gone the list is, so as not to spin',
      phase => {
        expect(outcome(PHASES[phase], failed('gone'))).toMatch('waiting');
      },
    );

    it.each(['resuming', 'watching'] as const)(
      'forgets where it was while %s when the definition is missing',
      phase => {
        expect(outcome(PHASES[phase], failed('notFound'))).toBe('waiting');
      },
    );

    it('lists in pages at once where streaming lists are refused', () => {
      expect(outcome(PHASES.streaming, failed('invalid'))).toBe(
        'listing by pages, pages from now on',
      );
    });

    it('waits and lists in pages where a streaming list did not come to its end', () => {
      expect(outcome(PHASES.streaming, failed('timeout'))).toBe(
        'waiting, pages from now on',
      );
    });
  });

  it('waits when the server ends a watch at once', () => {
    expect(outcome(PHASES.watching, { kind: 'ended' }, 999)).toBe(
      'waiting @10',
    );
    expect(outcome(PHASES.watching, { kind: 'ended' }, 1_000)).toBe(
      'resuming @10',
    );
  });

  it('never moves back', () => {
    expect(
      outcome(PHASES.watching, { kind: 'moved', resourceVersion: '9' }),
    ).toBe('watching @10');
  });

  it('doubts a list older than what was seen three times and then believes it', () => {
    let machine: ReflectorMachine = { ...PHASES.streaming, newest: '10' };
    const doubts: boolean[] = [];
    for (let i = 0; i < 4; i++) {
      doubts.push(isDoubtful(machine, '5'));
      machine = {
        ...next(machine, { kind: 'doubted' }, NOW),
        phase: machine.phase,
      };
    }
    expect(doubts).toEqual([true, true, true, false]);
    expect(isOlder(machine, '5')).toBe(true);
    machine = next(machine, { kind: 'listed', resourceVersion: '5' }, NOW);
    expect(machine).toMatchObject({ position: '5', newest: '5', doubted: 0 });
    expect(isDoubtful(machine, '5')).toBe(false);
  });
});
