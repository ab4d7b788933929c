import type { Statistics } from 'backstage-plugin-locust-common';
import { judgeRun } from './judgeRun';

const total: Statistics = {
  requests: 1000,
  failures: 20,
  failRatio: 0.02,
  rps: 50,
  failuresPerSecond: 1,
  percentiles: { '95': 420 },
};
const observation = {
  total,
  requests: [
    {
      method: 'GET',
      name: '/slow',
      statistics: { ...total, percentiles: { '95': 900 } },
    },
  ],
};

describe('judgeRun', () => {
  it('passes a run that met all of its thresholds, and says which they were', () => {
    expect(
      judgeRun(
        { thresholds: ['p95 < 500ms', 'fail_ratio <= 2%'] },
        'finished',
        observation,
      ),
    ).toMatchObject({
      verdict: 'passed',
      message: 'All thresholds were met: p95 < 500ms; fail_ratio <= 2%.',
      thresholds: [{ passed: true }, { passed: true }],
    });
  });

  it('fails one that crossed any, an endpoint’s too, and says by how much', () => {
    const judged = judgeRun(
      {
        thresholds: [
          'p95 < 500ms',
          'fail_ratio < 1%',
          'GET /slow: p95 < 500ms',
        ],
      },
      'finished',
      observation,
    );
    expect(judged.verdict).toBe('failed');
    expect(judged.thresholds?.map(it => it.passed)).toEqual([
      true,
      false,
      false,
    ]);
    expect(judged.message).toMatch(/fail_ratio was 2%.*p95 of GET \/slow was/);
  });

  describe('of a run with a warm-up', () => {
    const by = { thresholds: ['p95 < 500ms', 'rps > 1'], ignoreFirst: '30s' };

    it('judges the figures without it, and says so', () => {
      const warm = { ...total, percentiles: { '95': 90 } };
      const sinceWarmUp = { seconds: 30, total: warm, requests: [] };
      expect(
        judgeRun(by, 'finished', { ...observation, sinceWarmUp }),
      ).toMatchObject({
        verdict: 'passed',
        message:
          'All thresholds were met without the first 30s: p95 < 500ms; rps > 1.',
        thresholds: [
          { actual: 90, withoutFirstSeconds: 30 },
          { passed: true, withoutFirstSeconds: 30 },
        ],
      });
    });

    it('fails it, never by the figures of the whole run, where nobody has told those', () => {
      const judged = judgeRun(by, 'finished', observation);
      expect(judged).toMatchObject({
        verdict: 'failed',
        message:
          'The figures without the first 30s are not known, for the reporter has not given them.',
        thresholds: [{ passed: false }, { passed: false }],
      });
      expect(judged.thresholds?.[0]).not.toHaveProperty('actual');
    });
  });

  const stopCondition = {
    condition: 'fail_ratio > 50% for 10s',
    limit: 0.5,
    actual: 0.9,
    message: 'Too many failures.',
  };
  const reason = { code: 'StopWhen', message: 'Too many failures.' };

  it.each([
    ['that was stopped for it', 'stopped', ['p95 < 1s'], [false]],
    ['that had no thresholds', 'stopped', undefined, [false]],
    [
      'that has come to its end first, beside its thresholds',
      'finished',
      ['p95 < 1s'],
      [true, false],
    ],
  ] as const)(
    'fails a run by a condition to stop it that was met, %s',
    (_what, phase, thresholds, results) => {
      const judged = judgeRun(
        { thresholds },
        phase,
        { ...observation, stopCondition },
        reason,
      );
      expect(judged).toMatchObject({
        verdict: 'failed',
        message: 'Too many failures.',
      });
      expect(judged.thresholds?.map(it => it.passed)).toEqual(results);
    },
  );

  it('fails a run that was stopped by a condition though its log is gone', () => {
    expect(judgeRun({}, 'stopped', undefined, reason)).toMatchObject({
      verdict: 'failed',
      message: 'Too many failures.',
    });
  });

  it('has no verdict on a run that failed otherwise after a condition was met', () => {
    expect(
      judgeRun({ thresholds: ['p95 < 1s'] }, 'error', observation, reason)
        .verdict,
    ).toBe('none');
  });

  it.each([
    ['without thresholds', undefined, 'finished', observation, /no thresholds/],
    [
      'with an empty list of them',
      [],
      'finished',
      observation,
      /no thresholds/,
    ],
    ['stopped by a person', ['p95 < 1ms'], 'stopped', observation, /stopped/],
    ['that is an error', ['p95 < 1ms'], 'error', observation, /carried out/],
    ['whose figures are lost', ['p95 < 1ms'], 'finished', {}, /lost/],
    ['whose log was not found', ['p95 < 1ms'], 'finished', undefined, /lost/],
  ] as const)(
    'has no verdict on a run %s',
    (_what, thresholds, phase, seen, why) => {
      const judged = judgeRun({ thresholds }, phase, seen);
      expect(judged.verdict).toBe('none');
      expect(judged.thresholds).toBeUndefined();
      expect(judged.message).toMatch(why);
    },
  );
});
