import type { Baseline, Occurrence } from '../Baseline';
import type { KubeJson, ResourceName } from '../cluster/KubeJson';
import type { EventSink } from '../proxy/Interceptor';
import { type Exchange, stableName } from '../proxy/Exchange';
import type { PlanRun } from '../PlanRun';
import { workloadOf } from '../workloads/workloads';
import { onEveryRoad } from './answerPlans';
import { restart } from './crashPlans';
import type { Fault, Plan } from './Plan';
import { isPoint, nameOf, Point } from './Point';
import { refusal } from './StatusAnswer';
import { GONE } from './watchPlans';

/** Two pods there are by then. */
const PAGING_FROM = 'MODIFIED pods/replicaset-demo-*';

/** So long an API server lags behind, of the engine's time. */
const LAG_MS = 6_000;

/** The engine comes back to an API server that lags behind; versions that it goes on from are gone. */
export function stalePlans(baseline: Baseline): readonly Plan[] {
  const workload = workloadOf(baseline.workload);
  const plan = (
    what: string,
    inject: (run: PlanRun) => Fault | Promise<Fault>,
  ): Plan => ({
    id: `stale/${baseline.workload}/${what}`,
    class: 'stale',
    workload,
    inject,
  });
  const steps = baseline.writes.filter(
    it => isPoint(it) && !/ (leases|events)\//.test(it.signature),
  );
  // One event of each resource is enough: what it is about makes no difference to a watch.
  const resources = [...new Set(baseline.events.map(it => it.resource))];
  return [
    ...steps.map(write =>
      plan(`restart onto before ${nameOf(write)}`, run =>
        restartOntoPast(run, write),
      ),
    ),
    ...resources.flatMap(resource => [
      plan(`410 in the watch of ${resource}`, run =>
        goneInStream(run, resource),
      ),
      plan(`410 to the watch of ${resource}`, run =>
        goneAsStatus(run, resource),
      ),
    ]),
    ...(baseline.events.some(it => it.signature === PAGING_FROM)
      ? [plan('410 to a continue token', run => goneWhilePaging(run))]
      : []),
    plan('no streaming lists', run => pagedLists(run)),
  ];
}

/** Killed right after a write, started again on a server that has not heard of it yet. */
function restartOntoPast(run: PlanRun, write: Occurrence): Fault {
  const point = new Point(write);
  let past: string | undefined;
  const [replica] = run.replicas;
  onEveryRoad(run, () => ({
    request: exchange => {
      if (point.reaches(exchange)) {
        const before = run.record.committed.filter(
          it => it.resourceVersion !== undefined,
        );
        past = before[before.length - 1]?.resourceVersion;
      }
    },
    answered: async exchange => {
      if (point.is(exchange)) {
        const target = run.replicas[exchange.replica] ?? replica;
        target.proxy.interceptor = {
          watch: (watched, sink) => {
            if (
              past === undefined ||
              watched.query.get('sendInitialEvents') !== 'true'
            ) {
              return false;
            }
            void servePast(run, watched, sink, past).catch(() => sink.cut());
            return true;
          },
        };
        await target.kill();
        restart(run, target);
        // Then it has caught up.
        setTimeout(() => {
          target.proxy.interceptor = {};
        }, run.engineTime(2 * LAG_MS) + 2_000);
      }
    },
  }));
  return { struck: () => point.wasReached };
}

/** The state of then as a streaming list, and after a while what has happened since. */
async function servePast(
  run: PlanRun,
  exchange: Exchange,
  sink: EventSink,
  resourceVersion: string,
): Promise<void> {
  const resource = exchange.resource as ResourceName;
  const selects = (object: KubeJson) =>
    object.metadata.namespace === run.namespace &&
    (exchange.query.get('labelSelector') !== 'locust' ||
      object.metadata.labels?.locust !== undefined);
  const { items } = await run.cluster.api.list(
    resource,
    run.namespace,
    `?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`,
  );
  const type = await typeOf(run, resource);
  for (const object of items.filter(selects)) {
    sink.send(
      `${JSON.stringify({ type: 'ADDED', object: { ...type, ...object } })}\n`,
    );
  }
  sink.send(
    `${JSON.stringify({
      type: 'BOOKMARK',
      object: {
        ...type,
        metadata: {
          resourceVersion,
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    })}\n`,
  );
  await new Promise(resolve => {
    setTimeout(resolve, run.engineTime(LAG_MS));
  });
  // What it has missed it gets where it goes on: the server has caught up.
  sink.cut();
}

async function typeOf(run: PlanRun, resource: ResourceName) {
  const list = await run.cluster.api.request<{
    readonly kind: string;
    readonly apiVersion: string;
  }>('GET', `${pathFor(resource, run.namespace)}?limit=1`);
  return {
    apiVersion: list.apiVersion,
    kind: list.kind.replace(/List$/, ''),
  };
}

function pathFor(resource: ResourceName, namespace: string): string {
  const roots: Readonly<Record<string, string>> = {
    locusts: '/apis/locust-qa.xyz/v1',
    jobs: '/apis/batch/v1',
    cronjobs: '/apis/batch/v1',
    replicasets: '/apis/apps/v1',
  };
  return `${roots[resource] ?? '/api/v1'}/namespaces/${namespace}/${resource}`;
}

/** Right after an event of the watch; from there on nobody can go on, only begin anew. */
function goneInStream(run: PlanRun, resource: string): Fault {
  let gone: bigint | undefined;
  onEveryRoad(run, () => ({
    event: (exchange, event, sink) => {
      if (gone !== undefined || exchange.resource !== resource) {
        return false;
      }
      gone = versionOf(event.object.metadata.resourceVersion);
      sink.send(`${event.line}\n`);
      sink.send(GONE);
      sink.end();
      return true;
    },
    request: exchange => refuseUpTo(gone, exchange, resource),
  }));
  return { struck: () => gone !== undefined };
}

/** The watch is cut at an event that it has not told, and going on from before it is refused. */
function goneAsStatus(run: PlanRun, resource: string): Fault {
  let gone: bigint | undefined;
  let struck = false;
  onEveryRoad(run, () => ({
    event: (exchange, event, sink) => {
      if (gone !== undefined || exchange.resource !== resource) {
        return false;
      }
      gone = versionOf(event.object.metadata.resourceVersion);
      sink.cut();
      return true;
    },
    request: exchange => {
      const ruling = refuseUpTo(gone, exchange, resource);
      struck ||= ruling !== undefined;
      return ruling;
    },
  }));
  return { struck: () => struck };
}

/** The server's memory begins after this version. */
function refuseUpTo(
  gone: bigint | undefined,
  exchange: Exchange,
  resource: string,
) {
  const from = exchange.query.get('resourceVersion');
  return gone !== undefined &&
    exchange.verb === 'watch' &&
    exchange.resource === resource &&
    from !== null &&
    versionOf(from) <= gone
    ? refusal(410)
    : undefined;
}

/** A number, though it is not to be taken for one by anybody but a test against this server. */
function versionOf(resourceVersion: string): bigint {
  return BigInt(resourceVersion);
}

/** A server that does not know streaming lists. */
function pagedLists(run: PlanRun): Fault {
  let struck = false;
  onEveryRoad(run, () => ({
    request: exchange => {
      if (exchange.query.get('sendInitialEvents') === 'true') {
        struck = true;
        return refusal(422);
      }
      return undefined;
    },
  }));
  return { struck: () => struck };
}

/**
 * Neither streaming lists nor long ones: killed with several pods there, the engine lists them page by page, and the
 * second page comes too late.
 */
function goneWhilePaging(run: PlanRun): Fault {
  let struck = false;
  let killed = false;
  onEveryRoad(run, () => ({
    request: exchange => {
      if (exchange.query.get('sendInitialEvents') === 'true') {
        return refusal(422);
      }
      if (
        exchange.verb === 'list' &&
        exchange.query.get('continue') &&
        !struck
      ) {
        struck = true;
        return refusal(410);
      }
      return undefined;
    },
    pageSize: exchange => (exchange.verb === 'list' ? 1 : undefined),
    event: (exchange, { type, object }) => {
      const isLater =
        `${type} ${exchange.resource}/${stableName(object.metadata.name)}` ===
        PAGING_FROM;
      if (!killed && isLater) {
        killed = true;
        const target = run.replicas[exchange.replica];
        void target.kill().then(() => restart(run, target));
        return true;
      }
      return false;
    },
  }));
  return { struck: () => struck };
}
