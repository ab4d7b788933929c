import { decodeLocust } from '../operator/LocustObject';
import { watchedSchedules } from './WatchedSchedule';

const locust = (name: string, spec: object, labels = {}) =>
  decodeLocust({
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels },
    spec: { image: 'locustio/locust:2.47.0', ...spec },
  });

describe('watchedSchedules', () => {
  it('are those that are to run, with what policy says against them', () => {
    const engine = {
      name: 'local',
      locusts: () => [
        locust('one-off', {}),
        locust('nightly', { schedule: '0 3 * * *', workers: 50 }),
        locust('paused', { schedule: '0 3 * * *', suspend: true, workers: 50 }),
        locust(
          'weekly-x1',
          { schedule: '0 3 * * 0', workers: 2 },
          { 'locust-qa.xyz/test': 'weekly' },
        ),
      ],
    };
    expect(
      watchedSchedules([engine], {
        entityRefOf: () => 'component:default/shop',
        guardrailsOf: () => ({ maxWorkers: 10 }),
      }),
    ).toEqual([
      {
        cluster: 'local',
        namespace: 'shop',
        uid: 'uid-nightly',
        test: 'nightly',
        entityRef: 'component:default/shop',
        problems: [
          { field: 'spec.workers', message: expect.stringContaining('10') },
        ],
      },
      expect.objectContaining({ test: 'weekly', problems: [] }),
    ]);
  });
});
