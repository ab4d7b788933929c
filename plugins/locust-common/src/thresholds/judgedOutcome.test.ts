import type { Statistics } from '../schema/openapi';
import { judgedOutcome, type FiguresSinceWarmUp } from './judgedOutcome';
import { judgeThresholds } from './judgeThresholds';

const statistics = (p95: number): Statistics => ({
  requests: 100,
  failures: 0,
  failRatio: 0,
  rps: 10,
  failuresPerSecond: 0,
  percentiles: { '95': p95 },
});
const endpoint = (name: string, p95: number, requests = 100) => ({
  method: 'GET',
  name,
  statistics: { ...statistics(p95), requests },
});
const WHOLE = {
  total: statistics(900),
  requests: [endpoint('/', 900), endpoint('/login', 800)],
};
const WARM: FiguresSinceWarmUp = {
  seconds: 30,
  total: statistics(90),
  requests: [endpoint('/', 80), endpoint('/login', 0, 0)],
};

const judge = (
  threshold: string,
  ignoreFirst: unknown,
  sinceWarmUp?: FiguresSinceWarmUp,
) =>
  judgeThresholds(
    [threshold],
    judgedOutcome({ ...WHOLE, ignoreFirst, sinceWarmUp }),
  ).results[0];

describe('what thresholds are held against', () => {
  it.each([undefined, null, '0', '0s', 0])(
    'is the whole run where its warm-up is %p',
    ignoreFirst => {
      const result = judge('p95 < 500ms', ignoreFirst, WARM);
      expect(result).toEqual({
        threshold: 'p95 < 500ms',
        passed: false,
        limit: 500,
        actual: 900,
        message: 'p95 was 900ms; wanted: < 500ms.',
      });
    },
  );

  it.each(['30s', '30', 30])('is what came after a warm-up of %p', first => {
    expect(judge('p95 < 500ms', first, WARM)).toEqual({
      threshold: 'p95 < 500ms',
      passed: true,
      limit: 500,
      actual: 90,
      withoutFirstSeconds: 30,
      message: 'p95 without the first 30s was 90ms, as wanted: < 500ms.',
    });
  });

  it('is that of endpoints too', () => {
    expect(judge('GET /: p95 < 85ms', '30s', WARM)).toMatchObject({
      passed: true,
      actual: 80,
      message:
        'p95 of GET / without the first 30s was 80ms, as wanted: < 85ms.',
    });
  });

  it('is nothing where an endpoint was only asked within the warm-up', () => {
    expect(judge('GET /login: failures == 0', '30s', WARM)).toMatchObject({
      passed: false,
      message: expect.stringMatching(
        /^No request was made to GET \/login after the first 30s, so/,
      ),
    });
  });

  it.each([
    ['nobody has told them', '30s', undefined, /reporter has not given them/],
    ['they are of another warm-up', '1m', WARM, /without the first 1m are not/],
    [
      'the run was too short',
      '30s',
      { seconds: 30, missing: 'short', requests: [] },
      /ended before the first 30s of it were over/,
    ],
    [
      'the statistics were reset',
      '30s',
      { seconds: 30, missing: 'reset', requests: [] },
      /locustfile reset the statistics/,
    ],
    [
      'the reporter could not',
      '30s',
      { seconds: 30, missing: 'failed', requests: [] },
      /could not tell them/,
    ],
    ['the warm-up cannot be read', 'soon', WARM, /cannot be read/],
    ['the warm-up is no duration at all', {}, WARM, /cannot be read/],
  ] as const)(
    'is never the whole run where %s',
    (_what, ignoreFirst, sinceWarmUp, message) => {
      for (const threshold of ['p95 < 10s', 'GET /: p95 < 10s']) {
        const result = judge(threshold, ignoreFirst, sinceWarmUp);
        expect(result).toMatchObject({
          passed: false,
          message: expect.stringMatching(message),
        });
        expect(result).not.toHaveProperty('actual');
      }
    },
  );
});
