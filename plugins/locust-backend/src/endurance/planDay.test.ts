import { planDay } from './planDay';

const NEVER = { from: 0, to: 0 };

/** The runs of the first ten minutes take 1, 1, 3, 1, 2, 1, 1, 4, 1 and 1 of them. */
describe('planDay', () => {
  it('lets every run finish where they may overlap', () => {
    expect(new Set(planDay('Allow', NEVER, 10))).toEqual(new Set(['finished']));
  });

  it('skips the minutes in which the run before still goes, where overlap is forbidden', () => {
    expect(
      planDay('Forbid', NEVER, 10).map(it => (it === 'finished' ? '+' : '-')),
    ).toEqual(['+', '+', '+', '-', '-', '+', '+', '+', '-', '-']);
  });

  it('stops a run that the next one meets, where it is to be replaced', () => {
    expect(
      planDay('Replace', NEVER, 10).map(it => (it === 'finished' ? '+' : '-')),
    ).toEqual(['+', '+', '-', '+', '-', '+', '+', '-', '+', '+']);
  });

  it('begins one of the Jobs of an outage, the oldest or the newest, or all', () => {
    const outage = { from: 1, to: 3 };
    expect(planDay('Forbid', outage, 4)).toEqual([
      'finished',
      'finished',
      'StillRunning',
      'StillRunning',
    ]);
    expect(planDay('Replace', outage, 4)).toEqual([
      'finished',
      'Replaced',
      'Replaced',
      'finished',
    ]);
    expect(planDay('Allow', outage, 4)).toEqual(Array(4).fill('finished'));
  });
});
