import fc from 'fast-check';
import type { Statistics } from '../schema/openapi';
import { formatThreshold } from './formatThreshold';
import { judgeThresholds } from './judgeThresholds';

const FIGURES: Statistics = {
  requests: 1000,
  failures: 7,
  failRatio: 0.007,
  min: 2,
  avg: 35.5,
  median: 20,
  max: 1900,
  rps: 61.7,
  failuresPerSecond: 0.4,
  percentiles: { '50': 20, '95': 87, '99': 420, '99.9': 1800 },
};

const OUTCOME = {
  total: FIGURES,
  requests: [
    {
      method: 'GET',
      name: '/checkout',
      statistics: { ...FIGURES, requests: 10, failures: 0 },
    },
    {
      method: 'POST',
      name: '/idle',
      statistics: { ...FIGURES, requests: 0, failures: 0 },
    },
  ],
};

describe('judgeThresholds', () => {
  it('gives no verdict without thresholds', () => {
    expect(judgeThresholds([], OUTCOME)).toEqual({
      verdict: 'none',
      results: [],
    });
  });

  it.each([
    ['p95 < 100ms', true, 87],
    ['p95 < 87ms', false, 87],
    ['p95 <= 87ms', true, 87],
    ['p99.9 < 1.5s', false, 1800],
    ['avg < 36', true, 35.5],
    ['min > 1ms', true, 2],
    ['max <= 1.9s', true, 1900],
    ['median < 20ms', false, 20],
    ['rps >= 50', true, 61.7],
    ['fail_ratio <= 0.7%', true, 0.007],
    ['fail_ratio < 0.7%', false, 0.007],
    ['failures == 0', false, 7],
    ['requests > 999', true, 1000],
    ['GET /checkout: failures == 0', true, 0],
    ['GET /checkout: p99 < 400ms', false, 420],
  ])('judges %s', (threshold, passed, actual) => {
    const { verdict, results } = judgeThresholds([threshold], OUTCOME);
    expect(verdict).toBe(passed ? 'passed' : 'failed');
    expect(results).toEqual([
      expect.objectContaining({ threshold, passed, actual }),
    ]);
  });

  it('fails where one of several does, and says of each how it stands', () => {
    const { verdict, results } = judgeThresholds(
      ['p95 < 500ms', 'GET /checkout: p99 < 400ms'],
      OUTCOME,
    );
    expect(verdict).toBe('failed');
    expect(results.map(it => it.message)).toEqual([
      'p95 was 87ms, as wanted: < 500ms.',
      'p99 of GET /checkout was 420ms; wanted: < 400ms.',
    ]);
    expect(results.map(it => it.limit)).toEqual([500, 400]);
  });

  it.each([
    ['GET /missing: failures < 5', 'No request was made to GET /missing'],
    ['POST /idle: requests == 0', 'No request was made to POST /idle'],
    ['GET /Checkout: p95 < 1s', 'There were requests to GET /checkout.'],
    ['get /checkout: p95 < 1s', 'There were requests to GET /checkout.'],
  ])('fails %s, for no request was made there', (threshold, message) => {
    const { verdict, results } = judgeThresholds([threshold], OUTCOME);
    expect(verdict).toBe('failed');
    expect(results[0].message).toContain(message);
    expect(results[0].actual).toBeUndefined();
  });

  it.each([
    ['left no figures', { requests: [] }],
    [
      'made no request',
      { total: { ...FIGURES, requests: 0, failures: 0 }, requests: [] },
    ],
  ])('fails whatever is asked of a run that %s', (_what, outcome) => {
    const { verdict, results } = judgeThresholds(
      ['failures == 0', 'p95 < 1s'],
      outcome,
    );
    expect(verdict).toBe('failed');
    expect(results.map(it => it.passed)).toEqual([false, false]);
    expect(results[0].message).toMatch(/^No request was made/);
  });

  it('fails what the log of the run does not tell', () => {
    const [result] = judgeThresholds(['p66 < 1s'], OUTCOME).results;
    expect(result.passed).toBe(false);
    expect(result.message).toContain('no figure for p66');
  });

  it('fails what cannot be read, saying why', () => {
    const [result] = judgeThresholds(['p95 < fast'], OUTCOME).results;
    expect(result.passed).toBe(false);
    expect(result.message).toContain('at character 7');
  });

  it('finds every endpoint again, whatever it is called', () => {
    fc.assert(
      fc.property(
        fc.record({
          method: fc.string({ unit: 'grapheme' }),
          name: fc.string({ unit: 'grapheme' }),
        }),
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 100_000 }),
        (endpoint, limit, max) => {
          const threshold = formatThreshold({
            endpoint,
            metric: 'max',
            operator: '<=',
            limit,
          });
          const { verdict, results } = judgeThresholds([threshold], {
            requests: [{ ...endpoint, statistics: { ...FIGURES, max } }],
          });
          expect(results[0].actual).toBe(max);
          expect(verdict).toBe(max <= limit ? 'passed' : 'failed');
        },
      ),
    );
  });

  it('judges opposite thresholds the opposite way', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), limit => {
        const passes = (operator: string) =>
          judgeThresholds([`p95 ${operator} ${limit}ms`], OUTCOME).verdict ===
          'passed';
        expect(passes('<')).toBe(!passes('>='));
        expect(passes('>')).toBe(!passes('<='));
        expect(passes('==')).toBe(passes('<=') && passes('>='));
      }),
    );
  });
});
