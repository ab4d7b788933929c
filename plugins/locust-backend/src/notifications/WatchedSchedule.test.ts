import { decodeLocust } from '../operator/LocustObject';
import { watchedSchedules } from './WatchedSchedule';

const NOW = new Date('2026-01-31T10:00:00Z');

const locust = (name: string, spec: object, more: object = {}) =>
  decodeLocust({
    metadata: { name, namespace: 'shop', uid: `uid-${name}` },
    spec: { schedule: '0 3 * * *', ...spec },
    ...more,
  });

const refused = (since: string) => ({
  status: {
    conditions: [
      {
        type: 'Valid',
        status: 'False',
        reason: 'Invalid',
        message: 'spec.workers: 50 was refused.',
        lastTransitionTime: since,
      },
    ],
  },
});

const watched = (...locusts: readonly ReturnType<typeof locust>[]) => [
  ...watchedSchedules(
    [{ name: 'local', locusts: () => locusts }],
    () => 'component:default/shop',
    NOW,
  ),
];

describe('the schedules that are watched', () => {
  it('are those that are to run', () => {
    expect(
      watched(
        locust('one-off', { schedule: '' }),
        locust('paused', { suspend: true }),
        locust('nightly', {}),
        locust(
          'weekly-x1',
          {},
          {
            metadata: {
              name: 'weekly-x1',
              namespace: 'shop',
              uid: 'u',
              labels: { 'locust-qa.xyz/test': 'weekly' },
            },
          },
        ),
      ),
    ).toEqual([
      {
        cluster: 'local',
        namespace: 'shop',
        uid: 'uid-nightly',
        test: 'nightly',
        entityRef: 'component:default/shop',
      },
      expect.objectContaining({ test: 'weekly', uid: 'u' }),
    ]);
  });

  it('say why the engine lets one pause', () => {
    expect(
      watched(locust('nightly', {}, refused('2026-01-31T09:58:00Z'))),
    ).toEqual([
      expect.objectContaining({ refusal: 'spec.workers: 50 was refused.' }),
    ]);
  });

  it('do not say so of what is refused only for a moment', () => {
    const [schedule] = watched(
      locust('nightly', {}, refused('2026-01-31T09:59:30Z')),
    );
    expect(schedule.refusal).toBeUndefined();
  });
});
