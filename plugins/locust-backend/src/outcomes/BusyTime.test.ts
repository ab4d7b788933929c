import { BusyTime } from './BusyTime';

function seen(...usages: readonly (readonly [number, number | undefined])[]) {
  const busy = new BusyTime(90);
  usages.forEach(([at, usage]) => busy.see(at, usage));
  return busy;
}

describe('BusyTime', () => {
  it('counts how long something stood above the limit without a break', () => {
    const busy = seen([0, 95], [10, 99], [20, 91], [22, 40]);
    expect(busy.seconds).toBe(20);
    expect(busy.most).toBe(99);
  });

  it('counts a stretch that still goes on', () => {
    expect(seen([0, 95], [16, 95]).seconds).toBe(16);
  });

  it.each([
    ['one measurement, however high', seen([0, 20], [2, 100], [4, 20])],
    [
      'peaks that are short, however many',
      seen([0, 99], [8, 99], [9, 1], [20, 99], [30, 99]),
    ],
    ['what is at the limit', seen([0, 90], [60, 90])],
    ['what was not told', seen([0, undefined], [60, undefined])],
  ])('does not count %s', (_what, busy) => {
    expect(busy.seconds).toBe(0);
  });

  it('adds up stretches that are long enough, each for itself', () => {
    const busy = seen(
      [0, 99],
      [20, 99],
      [22, 5],
      [30, 99],
      [34, 99],
      [36, 5],
      [40, 99],
      [55, 99],
    );
    expect(busy.seconds).toBe(35);
  });

  it('takes what was missed between for no part of a stretch', () => {
    const busy = new BusyTime(90);
    busy.see(0, 99);
    busy.interrupt();
    busy.see(60, 99);
    expect(busy.seconds).toBe(0);
  });
});
