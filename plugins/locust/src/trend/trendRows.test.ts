import type { TestTrendRun } from 'backstage-plugin-locust-common';
import { trendRows } from './trendRows';

const aTrendRun = (change: Partial<TestTrendRun>): TestTrendRun => ({
  runId: 'a',
  createdAt: new Date(0),
  phase: 'finished',
  verdict: 'passed',
  baseline: false,
  judgements: {},
  ...change,
});

describe('what is drawn of a run', () => {
  it('is its figure, what was usual, and that it is a regression', () => {
    const run = aTrendRun({
      p95: 612,
      judgements: { p95: { kind: 'regression', median: 358, band: 30 } },
    });
    expect(trendRows([run], 'p95')).toEqual([
      { place: 0, run, value: 612, usual: [328, 388], regression: true },
    ]);
  });

  it('has no band where there are too few runs, and no figure where there is none', () => {
    const run = aTrendRun({ judgements: { rps: { kind: 'tooFew', runs: 2 } } });
    expect(trendRows([run], 'rps')).toEqual([
      { place: 0, run, value: undefined, regression: false },
    ]);
  });

  it('begins its band at 0', () => {
    const run = aTrendRun({
      failRatio: 0,
      judgements: { failRatio: { kind: 'usual', median: 0.002, band: 0.01 } },
    });
    expect(trendRows([run], 'failRatio')[0].usual).toEqual([0, 0.012]);
  });
});
