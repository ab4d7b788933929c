import type { LocustSpec } from 'backstage-plugin-locust-common';

/** A test as the manifests for the Python original look, which run unchanged. */
export const BENCH_SPEC: LocustSpec = {
  image: 'locustio/locust:2.47.0',
  command: 'locust -f /lotest/src/test.py --host http://shop.example',
  workers: 1,
  runTime: '5m',
};
