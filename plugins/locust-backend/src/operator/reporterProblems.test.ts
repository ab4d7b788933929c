import { reporterProblems } from './reporterProblems';

const STOP_WHEN = { stopWhen: ['fail_ratio > 50% for 60s'] };
const REPORTER = { reporter: { configMapName: 'reporter-1', files: {} } };

describe('reporterProblems', () => {
  it('are that a run is to be stopped by figures which nobody gives', () => {
    expect(reporterProblems(STOP_WHEN, {}).map(it => it.field)).toEqual([
      'spec.stopWhen',
    ]);
  });

  it.each([
    ['there is a reporter', STOP_WHEN, REPORTER],
    ['nothing is to be stopped', { stopWhen: [] }, {}],
    ['nothing is said', {}, {}],
  ])('are none where %s', (_what, spec, config) => {
    expect(reporterProblems(spec, config)).toEqual([]);
  });
});
