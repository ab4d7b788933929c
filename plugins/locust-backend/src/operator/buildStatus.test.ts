import type { LocustStatus } from 'backstage-plugin-locust-common';
import { buildStatus, type StatusFacts, statusPatch } from './buildStatus';
import { decodeLocust } from './LocustObject';

const NOW = new Date('2026-01-31T10:00:00Z');
const LATER = new Date('2026-01-31T11:00:00Z');

const NOTHING: StatusFacts = {
  problems: [],
  warnings: [],
  active: [],
  ended: [],
};
const ACTIVE = {
  id: 'r1',
  job: 'job-x',
  phase: 'starting',
  workersWanted: 2,
  workersReady: false,
};
const past = (id: string, job = id, phase = 'finished') => ({
  id,
  job,
  phase,
  verdict: 'none',
});

function status(
  facts: Partial<StatusFacts>,
  options: {
    readonly spec?: object;
    readonly before?: LocustStatus;
    readonly now?: Date;
  } = {},
) {
  return buildStatus(
    decodeLocust({
      metadata: { name: 'x', namespace: 'n', uid: 'u', generation: 3 },
      spec: options.spec,
      status: options.before,
    }),
    { ...NOTHING, ...facts },
    options.now ?? NOW,
  );
}

describe('buildStatus', () => {
  it.each([
    ['Pending', {}, {}],
    ['Scheduled', {}, { schedule: '@daily' }],
    ['Suspended', {}, { schedule: '@daily', suspend: true }],
    ['Invalid', { problems: [{ field: 'spec.a', message: 'No.' }] }, {}],
    ['Starting', { active: [ACTIVE] }, {}],
    ['Running', { active: [{ ...ACTIVE, phase: 'running' }] }, {}],
    ['Queued', { active: [{ ...ACTIVE, phase: 'queued' }] }, {}],
    [
      'Running',
      { active: [{ ...ACTIVE, phase: 'running' }] },
      { schedule: '@daily' },
    ],
    ['Finished', { ended: [past('r1', 'job-x')] }, {}],
    ['Stopped', { ended: [past('r1', 'job-x', 'stopped')] }, {}],
    ['Error', { ended: [past('r1', 'job-x', 'error')] }, {}],
    [
      'Scheduled',
      { ended: [past('r1', 'cronjob-x-1')] },
      { schedule: '@daily' },
    ],
  ])('has the phase %s', (phase, facts, spec) => {
    expect(status(facts, { spec }).phase).toBe(phase);
  });

  it('is the same for the same facts, so that nothing is written', () => {
    const before = status({ active: [ACTIVE] });
    const again = status({ active: [ACTIVE] }, { before, now: LATER });
    expect(statusPatch(before, again)).toBeUndefined();
  });

  it('stamps a condition when it turns, and not before', () => {
    const before = status({ active: [ACTIVE] });
    const after = status(
      { active: [{ ...ACTIVE, phase: 'running', workersReady: true }] },
      { before, now: LATER },
    );
    const at = (type: string) =>
      after.conditions?.find(it => it.type === type)?.lastTransitionTime;
    expect(at('WorkersReady')).toBe('2026-01-31T11:00:00Z');
    expect(at('Valid')).toBe('2026-01-31T10:00:00Z');
  });

  it('keeps the newest five runs, newest first', () => {
    const before = { lastRuns: ['5', '4', '3', '2', '1'].map(id => past(id)) };
    expect(
      status({ ended: [past('6'), past('7')] }, { before }).lastRuns?.map(
        it => it.id,
      ),
    ).toEqual(['7', '6', '5', '4', '3']);
  });

  it("never drops the one-off's own run, which must not come twice", () => {
    const before = {
      lastRuns: [
        ...['5', '4', '3', '2'].map(id => past(id)),
        past('own', 'job-x'),
      ],
    };
    expect(
      status({ ended: [past('6')] }, { before }).lastRuns?.map(it => it.id),
    ).toEqual(['6', '5', '4', '3', '2', 'own']);
  });

  it('names a run once, however often its end is told', () => {
    const before = { lastRuns: [past('1')] };
    expect(status({ ended: [past('1')] }, { before }).lastRuns).toEqual([
      past('1'),
    ]);
  });

  it('keeps saying why the run ended as it did', () => {
    const before = status({
      ended: [past('r1', 'job-x', 'error')],
      endMessage: 'The image cannot be pulled.',
    });
    expect(status({}, { before, now: LATER }).message).toBe(
      'The image cannot be pulled.',
    );
  });

  const condition = (built: LocustStatus, type: string) =>
    built.conditions?.find(it => it.type === type);

  it('says of a run that waits why it does, and nothing of workers yet', () => {
    const waitsFor = { code: 'OwnerLimit', message: 'Next in the queue.' };
    const built = status({
      active: [{ ...ACTIVE, phase: 'queued', waitsFor }],
    });
    expect(built.message).toBe('Next in the queue.');
    expect(condition(built, 'Admitted')).toMatchObject({
      status: 'False',
      reason: 'OwnerLimit',
      message: 'Next in the queue.',
      observedGeneration: 3,
    });
    expect(condition(built, 'WorkersReady')).toBeUndefined();
    expect(condition(built, 'Complete')).toMatchObject({ reason: 'Queued' });
  });

  it('calls it admitted once it goes', () => {
    expect(condition(status({ active: [ACTIVE] }), 'Admitted')).toMatchObject({
      status: 'True',
    });
    expect(condition(status({}), 'Admitted')).toBeUndefined();
  });

  it('shows that one of several runs waits', () => {
    const built = status({
      active: [
        { ...ACTIVE, id: 'r0', phase: 'running' },
        { ...ACTIVE, phase: 'queued' },
      ],
    });
    expect(built.phase).toBe('Running');
    expect(condition(built, 'Admitted')).toMatchObject({
      status: 'False',
      reason: 'Queued',
    });
    expect(condition(built, 'WorkersReady')).toBeDefined();
  });

  it('says that a run which was stopped and has failed did so by a condition of its own', () => {
    const ended = [{ ...past('r1', 'job-x', 'stopped'), verdict: 'failed' }];
    expect(
      condition(status({ ended, verdictMessage: 'Too bad.' }), 'Passed'),
    ).toMatchObject({
      status: 'False',
      reason: 'StopWhen',
      message: 'Too bad.',
    });
  });

  it('keeps what was said of a verdict until another run has ended', () => {
    const ended = [{ ...past('r1', 'job-x'), verdict: 'failed' }];
    const before = status({ ended, verdictMessage: 'p95 was 2s.' });
    expect(condition(before, 'Passed')).toMatchObject({
      status: 'False',
      message: 'p95 was 2s.',
    });
    const later = status({}, { before, now: LATER });
    expect(condition(later, 'Passed')).toEqual(condition(before, 'Passed'));
  });
});

describe('statusPatch', () => {
  it('takes fields away that are no longer so', () => {
    expect(
      statusPatch({ phase: 'Invalid', message: 'No.' }, { phase: 'Pending' }),
    ).toEqual({ phase: 'Pending', message: null });
  });

  it('does not mind the order of fields', () => {
    expect(
      statusPatch(
        { lastRuns: [{ id: 'a', job: 'b', phase: 'c', verdict: 'd' }] },
        { lastRuns: [{ verdict: 'd', phase: 'c', job: 'b', id: 'a' }] },
      ),
    ).toBeUndefined();
  });
});
