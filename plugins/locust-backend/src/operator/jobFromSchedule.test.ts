import { jobFromSchedule } from './jobFromSchedule';
import { cronJobName } from './names';

const schedule = {
  metadata: {
    name: 'cronjob-demo',
    namespace: 'load',
    uid: 'c',
    resourceVersion: '1',
  },
  spec: {
    jobTemplate: {
      metadata: {
        labels: { locust: 'demo' },
        annotations: { 'locust-qa.xyz/spec': '{}' },
      },
      spec: { suspend: true, template: {} },
    },
  },
};

describe('jobFromSchedule', () => {
  it('makes the Job that kubectl would, with who has asked for it', () => {
    expect(
      jobFromSchedule(schedule, { requestedBy: 'user:default/ann' }),
    ).toEqual({
      metadata: {
        name: expect.stringMatching(/^cronjob-demo-[0-9a-f]{10}$/),
        namespace: 'load',
        labels: { locust: 'demo' },
        annotations: {
          'locust-qa.xyz/spec': '{}',
          'cronjob.kubernetes.io/instantiate': 'manual',
          'locust-qa.xyz/requested-by': 'user:default/ann',
        },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: 'cronjob-demo',
            uid: 'c',
            controller: true,
            blockOwnerDeletion: false,
          },
        ],
      },
      spec: { suspend: true, template: {} },
    });
  });

  const nameWith = (idempotencyKey?: string) =>
    jobFromSchedule(schedule, { idempotencyKey }).metadata.name;

  it('names the same Job for the same key, and another for another or none', () => {
    expect(nameWith('ann\n1')).toBe(nameWith('ann\n1'));
    const names = ['ann\n1', 'ann\n2', 'bob\n1', undefined, undefined];
    expect(new Set(names.map(nameWith)).size).toBe(names.length);
  });

  it('stays a legal name for the longest CronJob', () => {
    const name = cronJobName('x'.repeat(200));
    const job = jobFromSchedule(
      { ...schedule, metadata: { ...schedule.metadata, name } },
      {},
    );
    expect(job.metadata.name.length).toBeLessThanOrEqual(63);
  });
});
