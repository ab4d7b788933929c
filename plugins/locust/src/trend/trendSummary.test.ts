import { judgeTrend } from 'backstage-plugin-locust-common';
import { inEnglish } from '../__testUtils__/translate';
import {
  lastGood,
  passedOf,
  regressionsNow,
  tooFewBefore,
} from './trendSummary';

/** A trend as the backend tells it, of runs a day apart; `s` is one that was stopped. */
function trendOf(
  p95s: readonly (number | 's')[],
  verdict: (p95: number) => 'passed' | 'failed' | 'none' = () => 'none',
) {
  const { runs, passRate } = judgeTrend(
    p95s.map((p95, day) => ({
      runId: `run-${day}`,
      createdAt: new Date(Date.UTC(2026, 10, 1 + day)),
      phase: p95 === 's' ? ('stopped' as const) : ('finished' as const),
      verdict: p95 === 's' ? ('none' as const) : verdict(p95),
      baseline: false,
      users: 100,
      p95: p95 === 's' ? 5_000 : p95,
    })),
  );
  return {
    items: runs.map(({ run, judgements }) => ({ ...run, judgements })),
    passRate,
  };
}

const EVEN = [350, 360, 355, 350, 360, 350, 355] as const;

describe('a regression of the latest run', () => {
  it('is told with what is usual', () => {
    const [regression] = regressionsNow(trendOf([...EVEN, 612]), inEnglish);
    expect(regression.figure.metric).toBe('p95');
    expect(regression.usual).toMatch(/^355 ms ± \d+ ms$/);
    expect(regression.runsInARow).toBe(1);
    expect(regression.since.runId).toBe('run-7');
  });

  it('has gone on since the first of its row, whatever was stopped in between', () => {
    const [regression] = regressionsNow(
      trendOf([...EVEN, 612, 's', 620]),
      inEnglish,
    );
    expect(regression.since.runId).toBe('run-7');
    expect(regression.runsInARow).toBe(2);
  });

  it('is not told once a run is as usual again', () => {
    expect(regressionsNow(trendOf([...EVEN, 612, 355]), inEnglish)).toEqual([]);
  });

  it('is not told of too few runs, and those are counted', () => {
    const few = trendOf([350, 350, 900]);
    expect(regressionsNow(few, inEnglish)).toEqual([]);
    expect(tooFewBefore(few)).toBe(2);
    expect(tooFewBefore(trendOf([...EVEN, 355]))).toBeUndefined();
  });

  it('is none without a run', () => {
    expect(regressionsNow({ items: [] }, inEnglish)).toEqual([]);
    expect(tooFewBefore({ items: [] })).toBeUndefined();
  });
});

describe('the last good run', () => {
  const judged = (p95: number) => (p95 > 500 ? 'failed' : 'passed');

  it('is the last that passed before those that failed', () => {
    const found = lastGood(trendOf([350, 360, 612, 600], judged));
    expect([found?.good.runId, found?.latest.runId]).toEqual([
      'run-1',
      'run-3',
    ]);
  });

  it('is not offered where the latest has passed', () => {
    expect(lastGood(trendOf([350, 612, 340], judged))).toBeUndefined();
  });

  it('is counted among those that were judged', () => {
    expect(passedOf(trendOf([350, 612, 's', 340], judged), inEnglish)).toBe(
      '2 of 3 passed',
    );
    expect(passedOf(trendOf([350]), inEnglish)).toBeUndefined();
  });
});
