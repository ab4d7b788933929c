import fc from 'fast-check';
import { StopWatch } from './StopWatch';

const OFTEN = 'fail_ratio > 50% for 10s';

/** Sees figures at their times, and tells when the condition was met. */
function metAt(
  condition: string,
  figures: readonly (readonly [seconds: number, actual: number | undefined])[],
): number | undefined {
  const watch = new StopWatch([condition]);
  for (const [seconds, actual] of figures) {
    watch.conditions.forEach(it => watch.see(it, seconds, actual));
    if (watch.met) {
      return seconds;
    }
  }
  return undefined;
}

describe('StopWatch', () => {
  it.each([
    [
      'is met once the condition has held for its duration',
      [
        [0, 0.6],
        [4, 0.9],
        [10, 0.51],
      ],
      10,
    ],
    [
      'is not met a moment before',
      [
        [0, 0.6],
        [9.99, 0.6],
      ],
      undefined,
    ],
    [
      'is not put off by binary fractions of the times',
      [
        [32.34, 0.6],
        [42.34, 0.6],
      ],
      42.34,
    ],
    [
      'begins anew where the condition did not hold in between',
      [
        [0, 0.6],
        [8, 0.5],
        [10, 0.6],
        [18, 0.6],
        [20, 0.6],
      ],
      20,
    ],
    [
      'begins anew where nothing was measured in between',
      [
        [0, 0.6],
        [8, undefined],
        [10, 0.6],
        [20, 0.6],
      ],
      20,
    ],
    ['is not met by a single figure', [[1000, 1]], undefined],
    ['is not met without figures', [], undefined],
    [
      'begins anew after a gap that nobody can look into',
      [
        [0, 0.6],
        [2, 0.6],
        [33, 0.6],
        [35, 0.6],
        [43, 0.6],
      ],
      43,
    ],
    [
      'looks over what the reporter leaves out as a run gets long',
      [
        [0, 0.1],
        [16, 0.1],
        [48, 0.6],
        [112, 0.6],
      ],
      112,
    ],
    [
      'begins anew where another master tells, whose time begins at nought',
      [
        [100, 0.6],
        [108, 0.6],
        [1, 0.6],
        [9, 0.6],
        [11, 0.6],
      ],
      11,
    ],
  ] as const)('%s', (_what, figures, expected) => {
    expect(metAt(OFTEN, figures)).toBe(expected);
  });

  it('names the first condition that was met and by which figure, and stays with it', () => {
    const watch = new StopWatch(['rps < 1 for 20s', 'p95 >= 1.5s for 4s']);
    const [rps, p95] = watch.conditions;
    for (const seconds of [0, 2, 4]) {
      watch.see(rps, seconds, 0.2);
      watch.see(p95, seconds, 1700.4);
    }
    const expected = {
      condition: 'p95 >= 1.5s for 4s',
      limit: 1500,
      actual: 1700.4,
      message:
        'The condition to stop the run was met after 4s: p95 >= 1.5s for 4s; at last p95 was 1.7s.',
    };
    expect(watch.met).toEqual(expected);
    expect(watch.conditions).toEqual([]);
    watch.see(rps, 30, 0.2);
    expect(watch.met).toEqual(expected);
  });

  it('begins anew after an interruption', () => {
    const watch = new StopWatch([OFTEN]);
    const [condition] = watch.conditions;
    watch.see(condition, 0, 1);
    watch.interrupt();
    watch.see(condition, 10, 1);
    expect(watch.met).toBeUndefined();
    watch.see(condition, 20, 1);
    expect(watch.met).toBeDefined();
  });

  it('leaves out what cannot be read', () => {
    const watch = new StopWatch(['fail_ratio is high', OFTEN]);
    expect(watch.conditions).toHaveLength(1);
  });

  const course = fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 12 }),
      actual: fc.option(fc.constantFrom(0.2, 0.5, 0.6, 1), {
        nil: undefined,
      }),
    }),
    { maxLength: 40 },
  );
  const timed = (steps: readonly { after: number; actual?: number }[]) => {
    let seconds = 0;
    return steps.map(({ after, actual }) => {
      seconds += after;
      return [seconds, actual] as const;
    });
  };

  it('is met exactly where a stretch of figures, none of them on the other side, is long enough', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 1, max: 40 }), (steps, wanted) => {
        const figures = timed(steps);
        const first = figures.find(([at], end) => {
          const before = figures.slice(0, end + 1).reverse();
          const broken = before.findIndex(
            ([, actual]) => actual === undefined || actual <= 0.5,
          );
          const stretch = broken < 0 ? before : before.slice(0, broken);
          const begin = stretch[stretch.length - 1]?.[0];
          return begin !== undefined && at - begin >= wanted;
        });
        expect(metAt(`fail_ratio > 50% for ${wanted}s`, figures)).toBe(
          first?.[0],
        );
      }),
    );
  });

  it('is never met later by a condition that asks for less', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 2, max: 40 }), (steps, wanted) => {
        const figures = timed(steps);
        const at = (condition: string) =>
          metAt(condition, figures) ?? Number.POSITIVE_INFINITY;
        const strict = at(`fail_ratio > 50% for ${wanted}s`);
        expect(at(`fail_ratio > 50% for ${wanted - 1}s`)).toBeLessThanOrEqual(
          strict,
        );
        expect(at(`fail_ratio >= 50% for ${wanted}s`)).toBeLessThanOrEqual(
          strict,
        );
      }),
    );
  });
});
