import {
  nextScheduleTimes,
  type Problem,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import type { KubeObject } from '../kube/KubeObject';
import type { EngineConfig } from '../operator/EngineConfig';
import {
  decodeLocust,
  isScheduled,
  type LocustObject,
} from '../operator/LocustObject';
import {
  cronJobName,
  jobName,
  replicaSetName,
  serviceName,
} from '../operator/names';
import { isOwnedBy } from '../operator/observed/decodeMetadata';
import { decodeJob } from '../operator/observed/JobObject';
import { renderManifests } from '../operator/renderManifests';
import type { Change } from './Change';
import { cronJobChanges, jobChanges } from './changesOf';
import type { ClusterObjects } from './ClusterObjects';

/**
 * How a resource stands before the engine looks after it.
 *
 * - `ours`: the engine has made what there is, or has recorded its run. Nothing is to be done.
 * - `free`: nobody has made anything of it. The engine makes its CronJob, or starts its run at once.
 * - `waits`: a run of the original goes. It is to come to its end first.
 * - `held`: what the original made has the names that the engine needs. It leaves it alone and says so, until it is gone.
 */
export type Standing = 'ours' | 'free' | 'waits' | 'held';

/** What is to be done about one resource, and what would be another afterwards. */
export interface MigrationPlan {
  readonly namespace: string;
  readonly name: string;
  readonly standing: Standing;
  /** For a person: what is there, and what the engine would do. */
  readonly words: string;
  /** What the engine would refuse to run it for. */
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
  /** Commands, in their order. */
  readonly steps: readonly string[];
}

type Found = Pick<MigrationPlan, 'standing' | 'words' | 'steps'>;

const REFUSED = {
  words: 'The engine would make nothing of it, and say why in its status.',
  steps: [],
};

const OURS: Found = {
  standing: 'ours',
  words: 'The engine looks after it already.',
  steps: [],
};

/** For each `Locust` of a cluster what would come of it. Decides, and changes nothing. */
export function planMigration(
  objects: ClusterObjects,
  config: EngineConfig,
  now: Date,
): readonly MigrationPlan[] {
  return objects.locusts.map(raw => {
    const locust = decodeLocust(raw);
    const problems = validateLocustSpec(raw.spec);
    const plan = isScheduled(locust)
      ? scheduledPlan(objects, locust, now)
      : oneOffPlan(objects, locust);
    const { namespace, name } = locust.metadata;
    return {
      ...{ namespace, name, problems },
      ...plan,
      ...(problems.length > 0 && plan.standing === 'free' && REFUSED),
      changes:
        problems.length > 0 || plan.standing === 'ours'
          ? []
          : changesOf(objects, locust, config),
    };
  });
}

function scheduledPlan(
  objects: ClusterObjects,
  locust: LocustObject,
  now: Date,
): Found {
  const { namespace, name, uid } = locust.metadata;
  const there = find(objects.cronJobs, namespace, cronJobName(name));
  if (!there) {
    return {
      standing: 'free',
      words: 'It has no CronJob; the engine makes it.',
      steps: removal(objects, locust),
    };
  }
  if (isOwnedBy(there, uid)) {
    return OURS;
  }
  const kubectl = `kubectl --namespace ${namespace}`;
  const cronJob = there.metadata.name;
  const suspend = `${kubectl} patch cronjob ${cronJob} --type merge --patch '{"spec":{"suspend":true}}'`;
  const going = objects.jobs.filter(
    job => isOwnedBy(job, there.metadata.uid) && !decodeJob(job).end,
  );
  if (going.length > 0) {
    return {
      standing: 'waits',
      words: `Its CronJob is the original's, and ${names(
        going,
      )} goes. The engine leaves both alone. Suspend the CronJob, let the original bring the run to its end, and check again: to delete the CronJob earlier would end the run.`,
      steps: [suspend],
    };
  }
  return {
    standing: 'held',
    words: `Its CronJob is the original's, and none of its runs goes. The engine leaves it alone, and the test would run without workers, until it is deleted; then the engine makes its own. ${dueInWords(
      locust,
      now,
    )}`,
    steps: [
      suspend,
      `${kubectl} delete cronjob ${cronJob}`,
      ...removal(objects, locust),
    ],
  };
}

function oneOffPlan(objects: ClusterObjects, locust: LocustObject): Found {
  const { namespace, name, uid } = locust.metadata;
  const kubectl = `kubectl --namespace ${namespace}`;
  const there = find(objects.jobs, namespace, jobName(name));
  const { activeRuns = [], lastRuns = [] } = locust.status;
  const never = `${kubectl} patch locust ${name} --type merge --patch '{"spec":{"stop":true}}'`;
  if (!there) {
    return activeRuns.length + lastRuns.length > 0
      ? OURS
      : {
          standing: 'free',
          words:
            'It has no Job. The engine starts its run at once; where it has run before, and is not to run again, stop it first.',
          steps: [...removal(objects, locust), `# or: ${never}`],
        };
  }
  if (isOwnedBy(there, uid)) {
    return OURS;
  }
  if (!decodeJob(there).end) {
    return {
      standing: 'waits',
      words: `Its run goes, made by the original. The engine leaves it alone, and would run the test a second time once the Job is gone. Let the original bring it to its end, which removes the resource with it, and check again.`,
      steps: [],
    };
  }
  return {
    standing: 'held',
    words:
      'It has run, made by the original. The engine leaves the Job alone, and would run the test a second time once it is gone. Delete the resource, or stop it so that it stays without running.',
    steps: [
      `${kubectl} delete locust ${name}`,
      `# or: ${never}`,
      `${kubectl} delete job ${there.metadata.name}`,
      ...removal(objects, locust),
    ],
  };
}

/** Service and workers that nobody owns; the engine would never remove them, nor use their names. */
function removal(
  objects: ClusterObjects,
  locust: LocustObject,
): readonly string[] {
  const { namespace, name } = locust.metadata;
  const kubectl = `kubectl --namespace ${namespace}`;
  return [
    ['service', find(objects.services, namespace, serviceName(name))] as const,
    [
      'replicaset',
      find(objects.replicaSets, namespace, replicaSetName(name)),
    ] as const,
  ].flatMap(([kind, found]) =>
    found && !found.metadata.ownerReferences?.length
      ? [`${kubectl} delete ${kind} ${found.metadata.name}`]
      : [],
  );
}

function changesOf(
  objects: ClusterObjects,
  locust: LocustObject,
  config: EngineConfig,
): readonly Change[] {
  const { namespace, name } = locust.metadata;
  const made = renderManifests(
    { metadata: locust.metadata, spec: locust.writtenSpec },
    config,
  );
  const specOf = (it: object | undefined) =>
    (it as { readonly spec?: object } | undefined)?.spec;
  if (isScheduled(locust)) {
    const there = find(objects.cronJobs, namespace, cronJobName(name));
    return there
      ? cronJobChanges(
          specOf(there),
          specOf(made.find(it => it.kind === 'CronJob')),
        )
      : [];
  }
  const there = find(objects.jobs, namespace, jobName(name));
  return there
    ? jobChanges(specOf(there), specOf(made.find(it => it.kind === 'Job')))
    : [];
}

function dueInWords({ spec }: LocustObject, now: Date): string {
  if (spec.suspend) {
    return 'It is suspended.';
  }
  try {
    const [next] = nextScheduleTimes(
      spec.schedule ?? '',
      spec.timeZone ?? 'UTC',
      now,
      1,
    );
    return `It is due next at ${next.toISOString()}: do it well before.`;
  } catch {
    return 'Its schedule cannot be read.';
  }
}

function find(
  objects: readonly KubeObject[],
  namespace: string,
  name: string,
): KubeObject | undefined {
  return objects.find(
    it => it.metadata.namespace === namespace && it.metadata.name === name,
  );
}

function names(objects: readonly KubeObject[]): string {
  return objects.map(it => it.metadata.name).join(', ');
}
