import { inEnglish } from '../__testUtils__/translate';
import { aRun, someStatistics } from '../fake/aRun';
import { standingOf, thresholdRow } from './thresholdRows';

describe('thresholdRow', () => {
  it.each([
    [
      { threshold: 'rps >= 50', limit: 50, actual: 40, passed: false },
      { limit: '>= 50/s', actual: '40/s', margin: '20.0 %' },
    ],
    [
      { threshold: 'p95 < 1.5s', limit: 1500, actual: 750, passed: true },
      { limit: '< 1.5s', actual: '750ms', margin: '50.0 %' },
    ],
    [
      { threshold: 'avg < 200ms', limit: 200, actual: 171.2345, passed: true },
      { limit: '< 200ms', actual: '171.2ms', margin: '14.4 %' },
    ],
    [
      {
        threshold: 'fail_ratio < 1%',
        limit: 0.01,
        actual: 1 / 3,
        passed: false,
      },
      { limit: '< 1%', actual: '33.3 %', margin: '3,233.3 %' },
    ],
    [
      // Of a limit of 0 nothing is a part.
      { threshold: 'failures == 0', limit: 0, actual: 3, passed: false },
      { limit: '== 0', actual: '3', margin: undefined },
    ],
    [
      // No request was made.
      { threshold: 'p95 < 1s', limit: 1000, passed: false },
      { limit: '< 1s', actual: undefined, margin: undefined },
    ],
    [
      // It cannot be read.
      { threshold: 'fast enough', passed: false },
      { limit: undefined, actual: undefined, margin: undefined },
    ],
  ])('%j', (result, row) => {
    expect(thresholdRow({ ...result, message: 'why' }, inEnglish)).toEqual({
      threshold: result.threshold,
      passed: result.passed,
      message: 'why',
      ...row,
    });
  });
});

describe('standingOf', () => {
  const spec = { thresholds: ['p95 < 300ms'] };

  it('is by the figures so far while nothing is judged', () => {
    const run = aRun({ phase: 'running', total: someStatistics(), spec });
    expect(standingOf(run, [])).toMatchObject([
      { threshold: 'p95 < 300ms', passed: false, actual: 358 },
    ]);
  });

  it('is as it was judged, whatever the resource says by now', () => {
    const thresholds = [
      { threshold: 'p95 < 400ms', passed: true, message: 'p95 was 358ms.' },
    ];
    expect(standingOf(aRun({ thresholds, spec }), [])).toEqual(thresholds);
  });

  it('is nothing where there are no thresholds', () => {
    expect(standingOf(aRun({ spec: {} }), [])).toEqual([]);
  });
});
