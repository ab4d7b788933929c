import type { KubeJson, Loose } from '../cluster/KubeJson';
import { isWrite } from '../proxy/Exchange';
import { PLANTED_SECRET, type PlanRun } from '../PlanRun';
import type { History } from './History';

/** What must hold after every plan, whatever its fault. Each answers what is wrong, nothing if it is well. */

const RANK: Readonly<Record<string, number>> = {
  queued: 0,
  starting: 1,
  running: 2,
  stopping: 3,
};
const rankOf = (phase: string) => RANK[phase] ?? 4;
const isTerminal = (phase: string) => rankOf(phase) === 4;

export function historyFaults(run: PlanRun, history: History): string[] {
  const faults: string[] = [];
  const keys = history.runs.map(it => `${it.locustUid} ${it.jobName}`);
  keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .forEach(key => faults.push(`two rows of history for the run ${key}`));
  for (const [id, phases] of history.phases) {
    const job = history.runs.find(it => it.id === id)?.jobName ?? id;
    phases.forEach((phase, index) => {
      const before = phases[index - 1];
      const backwards =
        before !== undefined &&
        (rankOf(phase) < rankOf(before) ||
          (isTerminal(before) && phase !== before));
      if (backwards) {
        faults.push(`the run of ${job} went from ${before} to ${phase}`);
      }
    });
  }
  for (const each of history.runs) {
    const job = run.get('jobs', each.jobName);
    const isOver = !job || hasEnded(job);
    if (isTerminal(each.phase) && !isOver && isOf(each.jobUid, job)) {
      faults.push(
        `the run of ${each.jobName} is ${each.phase} but its Job has not ended`,
      );
    }
    if (!isTerminal(each.phase) && job && hasEnded(job)) {
      faults.push(
        `the Job ${each.jobName} has ended but its run is ${each.phase}`,
      );
    }
  }
  return faults;
}

/** Never two Jobs for one (Locust UID, run), and none before the status has named its run. */
export function jobFaults(run: PlanRun): string[] {
  const faults: string[] = [];
  const seen = new Map<string, Set<string>>();
  for (const job of run.cluster.mirror.jobsEverSeen(run.namespace)) {
    const { name, uid, ownerReferences = [] } = job.metadata;
    const owner = ownerReferences[0];
    if (owner?.kind === 'Locust') {
      const key = `${owner.uid} ${name}`;
      seen.set(key, (seen.get(key) ?? new Set()).add(uid));
    }
  }
  for (const { exchange, uid } of run.record.committed) {
    const { ownerReferences = [] } =
      (exchange.body as KubeJson)?.metadata ?? {};
    if (exchange.verb === 'create' && exchange.resource === 'jobs' && uid) {
      const key = `${ownerReferences[0]?.uid} ${exchange.name}`;
      seen.set(key, (seen.get(key) ?? new Set()).add(uid));
    }
  }
  for (const [key, uids] of seen) {
    if (uids.size > 1) {
      faults.push(`${uids.size} Jobs for one run: ${key.split(' ')[1]}`);
    }
  }
  run.record.committed.forEach(({ exchange }, index) => {
    if (exchange.verb === 'create' && exchange.resource === 'jobs') {
      const announced = run.record.committed
        .slice(0, index)
        .some(
          ({ exchange: before }) =>
            before.resource === 'locusts/status' &&
            namesRun(before.body, exchange.name!),
        );
      if (!announced) {
        faults.push(
          `the Job ${exchange.name} was made before the status named its run`,
        );
      }
    }
  });
  return faults;
}

/** Nothing that is not ours was written to, and all of it is as it was. */
export async function foreignFaults(run: PlanRun): Promise<string[]> {
  const faults: string[] = [];
  for (const [key, planted] of run.foreign) {
    const [resource, name] = key.split('/');
    const now = await run.cluster.api.get(
      resource as 'services',
      run.namespace,
      name,
    );
    if (!now) {
      faults.push(`the foreign ${key} is gone`);
    } else if (
      now.metadata.uid !== planted.metadata.uid ||
      now.metadata.resourceVersion !== planted.metadata.resourceVersion
    ) {
      faults.push(`the foreign ${key} was touched`);
    }
    for (const { exchange, uid } of run.record.committed) {
      if (uid === planted.metadata.uid && isWrite(exchange)) {
        faults.push(`the engine wrote to the foreign ${key}`);
      }
    }
  }
  return faults;
}

const WORRYING =
  /a worker died|could not be handled|telling the .* failed|the engine has failed|Following run .* ended|\bTypeError\b|\bReferenceError\b/;

/** No crash, no unhandled rejection, no secret in what it printed. */
export function processFaults(run: PlanRun): string[] {
  const faults: string[] = [];
  for (const replica of run.replicas) {
    const secrets = [...replica.tokens, PLANTED_SECRET];
    for (const process of replica.processes) {
      if (process.crash) {
        faults.push(`the engine crashed: ${process.crash}`);
      }
      process.unhandled.forEach(message =>
        faults.push(`unhandled rejection: ${message}`),
      );
      for (const line of process.output.split('\n')) {
        // What cannot be read is skipped on purpose, and says so.
        if (WORRYING.test(line) && !line.includes('is skipped, it cannot')) {
          faults.push(`the engine says: ${line.slice(0, 300)}`);
        }
        if (secrets.some(secret => line.includes(secret))) {
          faults.push('a secret is in the output of the engine');
        }
      }
    }
  }
  return [...new Set(faults)];
}

function hasEnded(job: KubeJson): boolean {
  const conditions: readonly Loose[] = job.status?.conditions ?? [];
  return conditions.some(
    it => it.status === 'True' && /^(Complete|Failed)$/.test(it.type),
  );
}

function isOf(jobUid: string | null, job: KubeJson | undefined): boolean {
  return jobUid === null || job?.metadata.uid === jobUid;
}

function namesRun(body: unknown, job: string): boolean {
  const { status } = body as { readonly status?: Loose };
  return (status?.activeRuns ?? []).some(
    (it: { readonly job: string }) => it.job === job,
  );
}
