import type { MirroredResource } from '../cluster/ClusterMirror';
import { readHistory } from '../oracles/History';
import type { PlanRun } from '../PlanRun';

/** How a plan is to end whose end is not the clean run's. */
export interface ExpectedEnd {
  /** Of the `Locust` `demo`; null: it is gone. */
  readonly phase: string | null;
  /** The history's runs: Job and phase, with the reason's code where it matters. */
  readonly runs: readonly {
    readonly job: string;
    readonly phase: string;
    readonly reason?: string;
  }[];
  readonly there?: readonly string[];
  readonly gone?: readonly string[];
  /** Committed creates by signature: `create jobs/job-demo`. */
  readonly creates?: Readonly<Record<string, number>>;
}

/** What is not as it should be. */
export async function lacks(
  run: PlanRun,
  end: ExpectedEnd,
): Promise<readonly string[]> {
  const lacking: string[] = [];
  const locust = run.get('locusts', 'demo');
  const phase = locust ? locust.status?.phase ?? 'without a status' : null;
  if (phase !== end.phase) {
    lacking.push(
      `demo should be ${end.phase ?? 'gone'} and is ${phase ?? 'gone'}`,
    );
  }
  const { runs } = await readHistory(run.database);
  const withReason = new Set(
    end.runs.filter(it => it.reason !== undefined).map(it => it.job),
  );
  const shown = (job: string, ended: string, reason?: string | null) =>
    `${job} ${ended}${withReason.has(job) && reason ? ` ${reason}` : ''}`;
  const expected = end.runs
    .map(it => shown(it.job, it.phase, it.reason))
    .sort();
  const actual = runs.map(it => shown(it.jobName, it.phase, it.reason)).sort();
  if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    lacking.push(
      `the history should be [${expected.join(', ')}] and is [${actual.join(
        ', ',
      )}]`,
    );
  }
  const isThere = (key: string) => {
    const [resource, name] = key.split('/');
    return run.get(resource as MirroredResource, name) !== undefined;
  };
  (end.there ?? [])
    .filter(key => !isThere(key))
    .forEach(key => lacking.push(`${key} should be there`));
  (end.gone ?? [])
    .filter(isThere)
    .forEach(key => lacking.push(`${key} should be gone`));
  const counts = run.record.createsAndDeletes();
  for (const [signature, times] of Object.entries(end.creates ?? {})) {
    const got = counts.get(signature) ?? 0;
    if (got !== times) {
      lacking.push(`${signature} ${got} times instead of ${times}`);
    }
  }
  return lacking;
}
