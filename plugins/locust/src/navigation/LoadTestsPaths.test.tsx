import { render, screen } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import {
  LoadTestsPathsProvider,
  pathsBelow,
  useLoadTestsPaths,
} from './LoadTestsPaths';

const Paths = () => {
  const paths = useLoadTestsPaths();
  return (
    <ul>
      <li>{paths.list()}</li>
      <li>{paths.list('schedules')}</li>
      <li>{paths.newRun('abc')}</li>
      <li>{paths.run('abc', 'log')}</li>
    </ul>
  );
};

const pathsAt = (location: string, v7_relativeSplatPath: boolean) => {
  render(
    <MemoryRouter
      initialEntries={[location]}
      future={{ v7_relativeSplatPath, v7_startTransition: true }}
    >
      <Routes>
        <Route
          path="/catalog/:name/load/*"
          element={
            <LoadTestsPathsProvider>
              <Paths />
            </LoadTestsPathsProvider>
          }
        />
      </Routes>
    </MemoryRouter>,
  );
  return screen.getAllByRole('listitem').map(item => item.textContent);
};

describe.each([true, false])('with v7_relativeSplatPath %s', flag => {
  it.each([
    '/catalog/shop/load',
    '/catalog/shop/load/',
    '/catalog/shop/load/new?from=x',
    '/catalog/shop/load/runs/abc/log',
  ])('at %s all paths are below the mount point', location => {
    expect(pathsAt(location, flag)).toEqual([
      '/catalog/shop/load',
      '/catalog/shop/load?view=schedules',
      '/catalog/shop/load/new?from=abc',
      '/catalog/shop/load/runs/abc/log',
    ]);
  });
});

describe('the way to the list of runs', () => {
  it('is that to the tab of an entity, narrowed where asked for', () => {
    const { runs } = pathsBelow('/catalog/shop/load', 'component:default/shop');
    expect(runs()).toBe('/catalog/shop/load');
    expect(runs({ test: 'peak' })).toBe('/catalog/shop/load?test=peak');
  });

  it('is that to one of the views on the page of all', () => {
    const { runs } = pathsBelow('/locust');
    expect(runs()).toBe('/locust?view=runs');
    expect(runs({ phase: 'queued' })).toBe('/locust?view=runs&phase=queued');
  });
});
