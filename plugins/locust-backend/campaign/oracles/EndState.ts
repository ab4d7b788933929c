import type { KubeJson, Loose } from '../cluster/KubeJson';
import { stableName } from '../proxy/Exchange';
import type { PlanRun } from '../PlanRun';
import { readHistory } from './History';

/** Everything there is at the end, a line each: `jobs/job-demo: {…}`. What differs from run to run is masked. */
export type EndState = readonly string[];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const TOKEN_VOLUME = /kube-api-access-[a-z0-9]{5}/g;

/** The cluster's side of a namespace as the driver sees it. */
export function clusterState(
  run: PlanRun,
  namespace = run.namespace,
): readonly string[] {
  const { mirror } = run.cluster;
  const lines: string[] = [];
  const add = (resource: string, object: KubeJson, shown: unknown) =>
    lines.push(
      `${resource}/${stableName(object.metadata.name)}: ${sortedJson(shown)}`,
    );
  for (const locust of mirror.list('locusts', namespace)) {
    add('locusts', locust, {
      ...common(locust),
      spec: locust.spec,
      status: statusOf(locust.status),
    });
  }
  for (const job of mirror.list('jobs', namespace)) {
    add('jobs', job, {
      ...common(job),
      spec: job.spec,
      ended: endsOf(job),
    });
  }
  for (const resource of ['cronjobs', 'replicasets', 'services'] as const) {
    for (const object of mirror.list(resource, namespace)) {
      const { clusterIP, clusterIPs, ...spec } = object.spec ?? {};
      add(resource, object, { ...common(object), spec });
    }
  }
  for (const pod of mirror.list('pods', namespace)) {
    add('pods', pod, {
      ...common(pod),
      phase: pod.status?.phase,
      deadline: pod.spec?.activeDeadlineSeconds,
    });
  }
  for (const configMap of mirror.list('configmaps', namespace)) {
    if (configMap.metadata.name !== 'kube-root-ca.crt') {
      add('configmaps', configMap, {
        ...common(configMap),
        data: configMap.data,
      });
    }
  }
  return lines
    .map(line => mask(line).split(namespace).join('<namespace>'))
    .sort();
}

/** Both sides: what the cluster holds and what the history holds. */
export async function endState(run: PlanRun): Promise<EndState> {
  const { runs, rows } = await readHistory(run.database);
  const jobOf = new Map(runs.map(it => [it.id, it.jobName]));
  return [...clusterState(run), ...rows.map(mask)]
    .map(line => {
      let shown = line.split(run.namespace).join('<namespace>');
      for (const [id, job] of jobOf) {
        shown = shown.split(id).join(`<run of ${job}>`);
      }
      return shown;
    })
    .sort();
}

/** What differs, in a few lines for a person. */
export function differences(
  expected: EndState,
  actual: EndState,
): readonly string[] {
  const missing = without(expected, actual);
  const unexpected = without(actual, expected);
  return [
    ...missing.map(line => {
      const key = line.split(': ')[0];
      const index = unexpected.findIndex(it => it.startsWith(`${key}: `));
      if (index < 0) {
        return `missing: ${shorten(line)}`;
      }
      const [other] = unexpected.splice(index, 1);
      return `${key}: ${firstDifference(line, other)}`;
    }),
    ...unexpected.map(line => `unexpected: ${shorten(line)}`),
  ];
}

function without(lines: readonly string[], others: readonly string[]) {
  const left = [...others];
  return lines.filter(line => {
    const index = left.indexOf(line);
    if (index >= 0) {
      left.splice(index, 1);
    }
    return index < 0;
  });
}

function firstDifference(expected: string, actual: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === actual[at]) {
    at += 1;
  }
  const from = Math.max(0, at - 60);
  return `expected …${expected.slice(from, at + 120)}…, got …${actual.slice(
    from,
    at + 120,
  )}…`;
}

function shorten(line: string): string {
  return line.length > 240 ? `${line.slice(0, 240)}…` : line;
}

function common({ metadata }: KubeJson) {
  return {
    labels: metadata.labels,
    annotations: metadata.annotations,
    owners: metadata.ownerReferences?.map(it => `${it.kind}/${it.name}`),
    leaving: metadata.deletionTimestamp !== undefined,
  };
}

function statusOf(status: Loose | undefined): unknown {
  const conditions: readonly Loose[] = status?.conditions ?? [];
  return {
    ...status,
    conditions: [...conditions].sort((a, b) =>
      String(a.type).localeCompare(b.type),
    ),
  };
}

function endsOf(job: KubeJson): readonly string[] {
  const conditions: readonly Loose[] = job.status?.conditions ?? [];
  return conditions
    .filter(it => it.status === 'True' && /^(Complete|Failed)$/.test(it.type))
    .map(it => it.type)
    .sort();
}

function mask(line: string): string {
  return line
    .replace(UUID, '<uid>')
    .replace(TIME, '<time>')
    .replace(TOKEN_VOLUME, '<token>');
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}
