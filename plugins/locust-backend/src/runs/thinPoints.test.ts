import fc from 'fast-check';
import { type AtSecond, MAX_POINTS, thinPoints } from './thinPoints';

const at = (...seconds: number[]): AtSecond[] =>
  seconds.map(second => ({ second }));

const seconds = (points: readonly AtSecond[]) =>
  points.map(point => point.second);

/** What a store does: adds a portion to what it has kept, and thins that. */
function addPortions(portions: readonly (readonly number[])[], max: number) {
  return portions.reduce(
    (stored, portion) =>
      thinPoints(
        at(
          ...[...new Set([...seconds(stored.kept), ...portion])].sort(
            (a, b) => a - b,
          ),
        ),
        stored.interval,
        max,
      ),
    thinPoints(at(), 1, max),
  );
}

describe('thinPoints', () => {
  it('keeps every point of a run that has few enough', () => {
    expect(thinPoints(at(0, 2, 4, 6), 1, 4)).toEqual({
      interval: 1,
      kept: at(0, 2, 4, 6),
    });
  });

  it('doubles the interval until few enough are left', () => {
    expect(thinPoints(at(0, 1, 2, 3, 4, 5, 6, 7, 8), 1, 5)).toEqual({
      interval: 2,
      kept: at(0, 2, 4, 6, 8),
    });
    expect(thinPoints(at(0, 1, 2, 3, 4, 5, 6, 7, 8), 1, 4)).toEqual({
      interval: 4,
      kept: at(0, 4, 8),
    });
  });

  it('keeps the newest point although it is not the first of its interval', () => {
    expect(seconds(thinPoints(at(0, 1, 2, 3, 4, 5), 4).kept)).toEqual([
      0, 4, 5,
    ]);
  });

  it('does not go back to a narrower interval', () => {
    expect(thinPoints(at(0, 1, 2, 3), 8)).toEqual({
      interval: 8,
      kept: at(0, 3),
    });
  });

  it('thins a day of points every two seconds to no more than are kept', () => {
    const day = at(...Array.from({ length: 43_200 }, (_, i) => i * 2));
    const { kept, interval } = thinPoints(day, 1);
    expect(interval).toBe(64);
    expect(kept.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(kept.length).toBeGreaterThan(MAX_POINTS / 2);
  });

  it('keeps the same points whatever the order, portions and repetitions they came in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(300), { maxLength: 60 }), { maxLength: 8 }),
        fc.integer({ min: 2, max: 20 }),
        (portions, max) => {
          const all = portions.flat();
          const atOnce = addPortions([all], max);
          expect(addPortions(portions, max)).toEqual(atOnce);
          expect(addPortions([...portions].reverse(), max)).toEqual(atOnce);
          expect(addPortions([...portions, all, all], max)).toEqual(atOnce);
          expect(atOnce.kept.length).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});
