export const trend = {
  which: 'Which test?',
  whichBody:
    'The address names no test. Open “All runs of this test” from a run or a schedule.',
  noneEnded: 'No run of this test has ended yet',
  noneEndedBody: 'Runs of the same name are laid out here one after the other.',
  summary: 'Summary',
  noVerdict: 'No verdict yet',
  passRate: '{{rate}} passed',
  passedOf: '{{passed}} of {{judged}} passed',
  noThresholds: 'None of these runs has thresholds.',
  shown_one: '{{count, number}} run shown',
  shown_other: '{{count, number}} runs shown',
  howMany: 'How many runs',
  last: 'Last {{limit}}',
  compareGood: 'Compare with last good',
  compareBaseline: 'Compare with baseline',
  showInList: 'Show in the list',
  regression: 'Regression: {{figure}} {{value}}',
  usualBefore: 'Usual of the runs before it is {{usual}}.',
  beyondSince_one:
    'It has been beyond that for {{count, number}} run, since {{since}}.',
  beyondSince_other:
    'It has been beyond that for {{count, number}} runs, since {{since}}.',
  noEarlier:
    'The latest run has no earlier runs with as many users to be held against; from {{needed}} on it is said what is usual and what a regression.',
  fewEarlier_one:
    'The latest run has {{count, number}} earlier run with as many users to be held against; from {{needed}} on it is said what is usual and what a regression.',
  fewEarlier_other:
    'The latest run has {{count, number}} earlier runs with as many users to be held against; from {{needed}} on it is said what is usual and what a regression.',
  newestFirst: 'the newest first',
  legend: {
    label: 'What the charts show',
    passed: 'passed',
    failed: 'failed',
    noThresholds: 'no thresholds',
    notToEnd: 'did not run to its end',
    regression: 'regression',
    band: 'what was usual before each run',
  },
  table: {
    scroll: 'Runs table',
    label: 'Runs of the test',
    usual: 'usual of the runs before: {{usual}}',
    regression: 'regression',
    improvement: 'improvement',
  },
  tip: {
    usual: 'usual: {{usual}}',
    notHeld: 'not held against earlier runs',
  },
  spark:
    'p95 of the last {{runs}} runs, the oldest first; from {{first}} to {{last}}; highest {{highest}}',
  sparkJudged:
    'p95 of the last {{runs}} runs, the oldest first; from {{first}} to {{last}}; highest {{highest}}; {{passed}} passed, {{failed}} failed',
} as const;
