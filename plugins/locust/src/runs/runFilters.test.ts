import { filtersFrom, withFilters } from './runFilters';

describe('filters in the URL', () => {
  it('are read from it', () => {
    expect(
      filtersFrom(
        new URLSearchParams('phase=starting,running&verdict=passed&test=smoke'),
      ),
    ).toEqual({ phase: 'starting,running', verdict: 'passed', test: 'smoke' });
  });

  it('are left out when they are none, for the backend would refuse them', () => {
    expect(
      filtersFrom(new URLSearchParams('phase=walking&verdict=maybe')),
    ).toEqual({});
  });

  it('leave what else is there', () => {
    const params = withFilters(new URLSearchParams('view=runs&test=smoke'), {
      test: '',
      phase: 'error',
    });
    expect(params.toString()).toBe('view=runs&phase=error');
  });
});
