import { splitThreshold } from 'backstage-plugin-locust-common';
import { aRun, someStatistics } from '../../fake/aRun';
import { textOf, type ConditionRow } from './conditionRow';
import {
  boundFor,
  suggestStopCondition,
  suggestThreshold,
  type EarlierRun,
} from './suggestCondition';

const earlier: EarlierRun = {
  run: aRun({
    total: someStatistics({
      requests: 1000,
      failures: 23,
      failRatio: 0.023,
      rps: 101.4,
      percentiles: { '95': 358, '99': 1234 },
    }),
  }),
  requests: [
    {
      method: 'POST',
      name: '/pay',
      statistics: someStatistics({ percentiles: { '95': 640 } }),
    },
  ],
};

/** What one is offered who adds one after the other. */
function suggestions(count: number, from?: EarlierRun): readonly string[] {
  const rows: ConditionRow[] = [];
  for (let index = 0; index < count; index++) {
    rows.push(suggestThreshold(rows, from));
  }
  return rows.map(textOf);
}

describe('suggestThreshold', () => {
  it('offers limits a fifth beyond what the earlier run had, then those of its endpoints', () => {
    expect(suggestions(5, earlier)).toEqual([
      'p95 < 430ms',
      'fail_ratio < 2.8%',
      'rps >= 81/s',
      'p99 < 1.5s',
      'POST /pay: p95 < 770ms',
    ]);
  });

  it('offers something readable without an earlier run, and never a second of the same', () => {
    const offered = suggestions(4);
    expect(offered).toEqual([
      'p95 < 500ms',
      'fail_ratio < 1%',
      'rps >= 1/s',
      'p99 < 500ms',
    ]);
    offered.forEach(text =>
      expect(splitThreshold('threshold', text)).toBeDefined(),
    );
  });

  it('does not offer what is there already', () => {
    expect(
      textOf(
        suggestThreshold(
          [{ endpoint: '', metric: 'p95', operator: '>', value: '1s' }],
          undefined,
        ),
      ),
    ).toBe('fail_ratio < 1%');
  });
});

describe('suggestStopCondition', () => {
  it('offers what the grammar of conditions takes', () => {
    const first = suggestStopCondition([]);
    const second = suggestStopCondition([first]);
    expect([first, second].map(textOf)).toEqual([
      'fail_ratio > 50% for 60s',
      'p95 > 10s for 60s',
    ]);
    for (const one of [first, second]) {
      expect(splitThreshold('stopCondition', textOf(one))).toEqual(one);
    }
  });
});

describe('boundFor', () => {
  it.each([
    ['threshold', 'rps', '>= 81/s'],
    ['threshold', 'requests', '>= 800'],
    ['threshold', 'failures', '<= 28'],
    ['stopCondition', 'rps', '< 1/s'],
    ['stopCondition', 'p95', '> 10s'],
  ] as const)('of a %s on %s is %s', (kind, metric, bound) => {
    const { operator, value } = boundFor(
      kind,
      { endpoint: '', metric, operator: '<', value: '' },
      earlier,
    );
    expect(`${operator} ${value}`).toBe(bound);
  });
});
