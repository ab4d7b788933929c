import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { CRON_JOBS, JOBS } from '../kube/ResourceTypes';

interface WrittenCronJob extends KubeObject {
  readonly spec: {
    readonly jobTemplate: {
      readonly metadata: {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      };
      readonly spec: object;
    };
  };
}

/** The minute of the epoch that the day begins with. */
const MIDNIGHT = Date.UTC(2026, 0, 31) / 60_000;

/** Makes Jobs as Kubernetes' CronJob controller would: named after their minute, owned, marked with their time. */
export class PlayedCronJobs {
  private readonly templates = new Map<string, WrittenCronJob>();

  constructor(
    private readonly client: KubeClient,
    private readonly namespace: string,
  ) {}

  /** The name of a minute's Job. */
  jobName(cronJob: string, minute: number): string {
    return `${cronJob}-${MIDNIGHT + minute}`;
  }

  /** The minute that a Job of this name is of. */
  minuteOf(jobName: string): number {
    return Number(jobName.slice(jobName.lastIndexOf('-') + 1)) - MIDNIGHT;
  }

  async makeJob(cronJob: string, minute: number): Promise<string> {
    const { metadata, spec } = await this.template(cronJob);
    const name = this.jobName(cronJob, minute);
    const time = new Date((MIDNIGHT + minute) * 60_000).toISOString();
    await this.client.create(JOBS, {
      metadata: {
        name,
        namespace: this.namespace,
        labels: spec.jobTemplate.metadata.labels,
        annotations: {
          ...spec.jobTemplate.metadata.annotations,
          'batch.kubernetes.io/cronjob-scheduled-timestamp': time.replace(
            '.000Z',
            'Z',
          ),
        },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: cronJob,
            uid: metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: spec.jobTemplate.spec,
    });
    return name;
  }

  /** Nobody changes the schedules of this day. */
  private async template(name: string): Promise<WrittenCronJob> {
    const known =
      this.templates.get(name) ??
      (await this.client.get<WrittenCronJob>(CRON_JOBS, {
        namespace: this.namespace,
        name,
      }));
    this.templates.set(name, known);
    return known;
  }
}
