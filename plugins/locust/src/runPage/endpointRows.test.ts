import { someStatistics } from '../fake/aRun';
import { sortEndpoints } from './endpointRows';

const endpoint = (name: string, requests: number, p95?: number) => ({
  method: 'GET',
  name,
  statistics: someStatistics({
    requests,
    percentiles: p95 === undefined ? {} : { '95': p95 },
  }),
});
const endpoints = [
  endpoint('/a', 10, 300),
  endpoint('/b', 30),
  endpoint('/c', 20, 900),
];
const names = (by: Parameters<typeof sortEndpoints>[1]) =>
  sortEndpoints(endpoints, by).map(one => one.name);

describe('sortEndpoints', () => {
  it('sorts by a figure', () => {
    expect(names({ by: 'requests', descending: true })).toEqual([
      '/b',
      '/c',
      '/a',
    ]);
  });

  it('puts endpoints without the figure last, either way', () => {
    expect(names({ by: 'p95', descending: true })).toEqual(['/c', '/a', '/b']);
    expect(names({ by: 'p95', descending: false })).toEqual(['/a', '/c', '/b']);
  });
});
