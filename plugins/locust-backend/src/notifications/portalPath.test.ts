import { portalPath } from './portalPath';

describe('portalPath', () => {
  it.each([
    [
      'component:default/shop',
      '/runs/abc',
      '/catalog/default/component/shop/load-tests/runs/abc',
    ],
    [
      'API:Payments/a b',
      '?view=schedules',
      '/catalog/payments/api/a%20b/load-tests?view=schedules',
    ],
    [undefined, '/runs/abc', '/locust/runs/abc'],
    [undefined, undefined, '/locust'],
  ])('%s and %s are at %s', (entityRef, rest, path) => {
    expect(portalPath(entityRef, rest)).toBe(path);
  });
});
