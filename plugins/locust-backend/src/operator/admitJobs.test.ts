import { admitJobs } from './admitJobs';
import { decodeJob } from './observed/JobObject';

const NOW = new Date('2026-01-31T10:05:00Z');

const job = (name: string, scheduledAt = '2026-01-31T10:05:00Z') =>
  decodeJob({
    metadata: {
      name,
      namespace: 'n',
      uid: name,
      creationTimestamp: '2026-01-31T10:05:00Z',
      annotations: {
        'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduledAt,
      },
    },
    spec: { suspend: true },
  });

function decide(
  policy: 'Forbid' | 'Allow' | 'Replace',
  names: readonly string[],
  active: number,
) {
  const { decisions, stopActive } = admitJobs(
    names.map(name => job(name)),
    active,
    { policy },
    NOW,
  );
  const shown = decisions.map(it => `${it.kind} ${it.job.metadata.name}`);
  return stopActive ? [...shown, 'stop the older'] : shown;
}

describe('admitJobs', () => {
  it.each([
    ['Forbid', ['a'], 0, ['admit a']],
    ['Forbid', ['a'], 1, ['skip a']],
    ['Forbid', ['a', 'b'], 0, ['admit a', 'skip b']],
    ['Allow', ['a', 'b'], 1, ['admit a', 'admit b']],
    ['Replace', ['a'], 0, ['admit a']],
    ['Replace', ['a'], 1, ['wait a', 'stop the older']],
    ['Replace', ['a', 'b'], 1, ['skip a', 'wait b', 'stop the older']],
    ['Replace', ['a', 'b'], 0, ['skip a', 'admit b']],
  ] as const)(
    'under %s, with %j waiting beside %d, decides %j',
    (policy, names, active, expected) => {
      expect(decide(policy, names, active)).toEqual(expected);
    },
  );

  it('skips what could only start too late and says how late', () => {
    const { decisions } = admitJobs(
      [job('late', '2026-01-31T10:02:00Z'), job('due')],
      0,
      { policy: 'Forbid', startingDeadlineSeconds: 60 },
      NOW,
    );
    expect(decisions).toMatchObject([
      {
        kind: 'skip',
        job: { metadata: { name: 'late' } },
        reason: {
          code: 'MissedStartingDeadline',
          message: expect.stringContaining('3m late'),
        },
      },
      { kind: 'admit', job: { metadata: { name: 'due' } } },
    ]);
  });
});
