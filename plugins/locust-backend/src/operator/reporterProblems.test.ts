import { reporterProblems } from './reporterProblems';

const STOP_WHEN = { stopWhen: ['fail_ratio > 50% for 60s'] };
const REPORTER = { reporter: { configMapName: 'reporter-1', files: {} } };

describe('reporterProblems', () => {
  it('are that a run is to be stopped by figures which nobody gives', () => {
    expect(reporterProblems(STOP_WHEN, {}).map(it => it.field)).toEqual([
      'spec.stopWhen',
    ]);
  });

  it('are that a warm-up is to be left out of figures which nobody gives', () => {
    expect(
      reporterProblems({ ignoreFirst: '30s' }, {}).map(it => it.field),
    ).toEqual(['spec.ignoreFirst']);
  });

  it.each([
    ['there is a reporter', { ...STOP_WHEN, ignoreFirst: '30s' }, REPORTER],
    ['the warm-up takes no time', { ignoreFirst: '0s' }, {}],
    ['nothing is to be stopped', { stopWhen: [] }, {}],
    ['nothing is said', {}, {}],
  ])('are none where %s', (_what, spec, config) => {
    expect(reporterProblems(spec, config)).toEqual([]);
  });
});
