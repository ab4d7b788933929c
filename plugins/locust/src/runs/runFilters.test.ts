import { filtersFrom, isFiltered, queryOf, withFilters } from './runFilters';

describe('filters in the URL', () => {
  it('are read from it', () => {
    expect(
      filtersFrom(
        new URLSearchParams(
          'phase=starting,running&verdict=passed&test=smoke&trigger=schedule&since=week',
        ),
      ),
    ).toEqual({
      phase: 'starting,running',
      verdict: 'passed',
      test: 'smoke',
      trigger: 'schedule',
      since: 'week',
    });
  });

  it('are left out when they are none, for the backend would refuse them', () => {
    expect(
      filtersFrom(
        new URLSearchParams(
          'phase=walking&verdict=maybe&trigger=cat&since=ever',
        ),
      ),
    ).toEqual({});
  });

  it('leave what else is there', () => {
    const params = withFilters(new URLSearchParams('view=runs&test=smoke'), {
      test: '',
      phase: 'error',
    });
    expect(params.toString()).toBe('view=runs&phase=error');
  });

  it('are there as soon as one of them is', () => {
    expect(isFiltered(filtersFrom(new URLSearchParams('view=runs')))).toBe(
      false,
    );
    expect(isFiltered(filtersFrom(new URLSearchParams('since=today')))).toBe(
      true,
    );
  });
});

describe('the query of the filters', () => {
  const noon = new Date(2026, 10, 22, 12, 34, 56);

  it.each([
    ['today', new Date(2026, 10, 22)],
    ['week', new Date(2026, 10, 16)],
    ['month', new Date(2026, 9, 24)],
  ] as const)('begins at midnight where it is %s', (since, from) => {
    expect(queryOf({ since }, 'component:default/shop', noon)).toEqual({
      entityRef: 'component:default/shop',
      from,
    });
  });

  it('is the same all day long', () => {
    const filters = { since: 'week', test: 'smoke' } as const;
    expect(queryOf(filters, undefined, noon)).toEqual(
      queryOf(filters, undefined, new Date(2026, 10, 22, 23, 59, 59)),
    );
  });
});
