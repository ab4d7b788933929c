import fc from 'fast-check';
import {
  judgeRegression,
  REGRESSION_RUNS,
  TREND_METRICS,
  type TrendMetric,
} from './judgeRegression';

const kindOf = (
  metric: TrendMetric,
  previous: readonly number[],
  current: number,
) => judgeRegression(metric, previous, current).kind;

const figure = fc.double({ min: 1, max: 100_000, noNaN: true });
const metric = fc.constantFrom(...TREND_METRICS);

/** The median, and the median of the distances from it. */
function spreadOf(figures: readonly number[]) {
  const middle = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const [low, high] = [
      sorted[Math.ceil(sorted.length / 2) - 1],
      sorted[Math.floor(sorted.length / 2)],
    ];
    return (low + high) / 2;
  };
  const median = middle(figures);
  return {
    median,
    deviation: middle(figures.map(it => Math.abs(it - median))),
  };
}

describe('judgeRegression', () => {
  it.each<[string, TrendMetric, number[], number, string]>([
    ['four runs before', 'p95', [200, 200, 200, 200], 9999, 'tooFew'],
    ['five runs before', 'p95', [200, 200, 200, 200, 200], 9999, 'regression'],
    ['the usual', 'p95', [200, 210, 190, 200, 220], 210, 'usual'],
    // Median 200, deviations 0 10 10 20 20: 3 × 10.
    ['three deviations', 'p95', [200, 210, 190, 220, 180], 230, 'usual'],
    ['more than that', 'p95', [200, 210, 190, 220, 180], 231, 'regression'],
    ['as much less', 'p95', [200, 210, 190, 220, 180], 169, 'improvement'],
    // A figure that never moved: five percent, though its deviation is nothing.
    ['five percent', 'p95', [400, 400, 400, 400, 400], 420, 'usual'],
    ['six percent', 'p95', [400, 400, 400, 400, 400], 424, 'regression'],
    // Locust rounds 104 ms to 100 and 105 to 110.
    ['a step of rounding', 'p95', [100, 100, 100, 100, 100], 110, 'usual'],
    ['two such steps', 'p95', [100, 100, 100, 100, 100], 120, 'regression'],
    ['a step across digits', 'p95', [99, 99, 99, 99, 99], 110, 'regression'],
    ['a millisecond of few', 'p95', [4, 4, 4, 4, 4], 5, 'usual'],
    ['two of few', 'p95', [4, 4, 4, 4, 4], 6, 'regression'],
    ['a step of a minute', 'p95', Array(5).fill(200_000), 210_000, 'usual'],
    ['the first failures', 'failRatio', [0, 0, 0, 0, 0], 0.01, 'usual'],
    ['many failures', 'failRatio', [0, 0, 0, 0, 0], 0.011, 'regression'],
    [
      'fewer failures',
      'failRatio',
      [0.2, 0.2, 0.2, 0.2, 0.2],
      0,
      'improvement',
    ],
    ['less throughput', 'rps', [100, 100, 100, 100, 100], 94, 'regression'],
    ['more throughput', 'rps', [100, 100, 100, 100, 100], 106, 'improvement'],
    [
      'one wild run before',
      'p95',
      [200, 200, 9999, 210, 190],
      250,
      'regression',
    ],
    ['noise', 'p95', [200, 400, 100, 300, 250], 400, 'usual'],
  ])('takes %s for what it is', (_what, of, previous, current, expected) => {
    expect(kindOf(of, previous, current)).toBe(expected);
  });

  it('tells what is usual', () => {
    expect(judgeRegression('rps', [80, 90, 100, 110, 120, 130], 1)).toEqual({
      kind: 'regression',
      median: 105,
      band: 45,
    });
  });

  it('never judges by fewer than five runs', () => {
    fc.assert(
      fc.property(
        metric,
        fc.array(figure, { maxLength: REGRESSION_RUNS - 1 }),
        figure,
        (of, previous, current) => {
          expect(judgeRegression(of, previous, current)).toEqual({
            kind: 'tooFew',
            runs: previous.length,
          });
        },
      ),
    );
  });

  it('never calls anything within five percent of the median', () => {
    fc.assert(
      fc.property(
        metric,
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        fc.double({ min: -0.0499, max: 0.0499, noNaN: true }),
        (of, previous, part) => {
          const judged = judgeRegression(of, previous, 0);
          const median = judged.kind === 'tooFew' ? 0 : judged.median;
          expect(kindOf(of, previous, median * (1 + part))).toBe('usual');
        },
      ),
    );
  });

  it('never calls anything within three deviations of the median', () => {
    fc.assert(
      fc.property(
        metric,
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        fc.double({ min: -2.999, max: 2.999, noNaN: true }),
        (of, previous, deviations) => {
          const { median, deviation } = spreadOf(previous);
          expect(kindOf(of, previous, median + deviations * deviation)).toBe(
            'usual',
          );
        },
      ),
    );
  });

  it('calls everything beyond both, for better or worse', () => {
    fc.assert(
      fc.property(
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        fc.double({ min: 1.001, max: 10, noNaN: true }),
        fc.boolean(),
        (previous, times, more) => {
          const { median, deviation } = spreadOf(previous);
          const distance = times * Math.max(3 * deviation, 0.05 * median);
          expect(
            kindOf('rps', previous, median + (more ? distance : -distance)),
          ).toBe(more ? 'improvement' : 'regression');
        },
      ),
    );
  });

  it('does not care for the order of the runs before', () => {
    fc.assert(
      fc.property(
        metric,
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        figure,
        (of, previous, current) => {
          const sorted = [...previous].sort((a, b) => a - b);
          expect(judgeRegression(of, sorted, current)).toEqual(
            judgeRegression(of, previous, current),
          );
        },
      ),
    );
  });

  it('stays a regression when the figure gets worse still', () => {
    fc.assert(
      fc.property(
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        figure,
        figure,
        (previous, current, more) => {
          fc.pre(kindOf('failRatio', previous, current) === 'regression');
          expect(kindOf('failRatio', previous, current + more)).toBe(
            'regression',
          );
        },
      ),
    );
  });

  it('does not depend on the unit of a rate', () => {
    fc.assert(
      fc.property(
        fc.array(figure, { minLength: REGRESSION_RUNS }),
        figure,
        // Powers of two change no digit.
        fc.integer({ min: -10, max: 10 }).map(power => 2 ** power),
        (previous, current, unit) => {
          expect(
            kindOf(
              'rps',
              previous.map(it => it * unit),
              current * unit,
            ),
          ).toBe(kindOf('rps', previous, current));
        },
      ),
    );
  });
});
