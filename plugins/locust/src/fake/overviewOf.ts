import type {
  ActiveRun,
  FailingTest,
  Overview,
  OwnerLoad,
  Run,
} from 'backstage-plugin-locust-common';
import { isActive } from '../status/isActive';
import { isFailing } from '../status/isFailing';
import { ownerOf } from './otherLoadTests';

/** How many runs may go at once. */
const LIMITS: Readonly<
  Record<string, { readonly cluster: number; readonly owner: number }>
> = {
  'eu-1': { cluster: 10, owner: 1 },
  'us-1': { cluster: 6, owner: 3 },
};

/** What of these runs, the newest first, the overview tells. */
export function overviewOf(
  runs: readonly Run[],
  mayStop: (run: Run) => boolean,
): Overview {
  const active = runs.filter(run => isActive(run.phase));
  const running = active.filter(run => run.phase !== 'queued');
  const queued = active.filter(run => run.phase === 'queued').reverse();
  const failing = failingTests(runs);
  const owners = ownerLoads(active);
  const shown = (run: Run) => activeRun(run, mayStop(run));
  return {
    everything: true,
    running: { total: running.length, items: running.map(shown) },
    queued: { total: queued.length, items: queued.map(shown) },
    failing: { total: failing.length, items: failing },
    clusters: Object.entries(LIMITS).map(([cluster, limits]) => ({
      cluster,
      ...counted(active.filter(run => run.cluster === cluster)),
      limit: limits.cluster,
    })),
    owners: { total: owners.length, items: owners },
  };
}

function counted(active: readonly Run[]) {
  const waiting = active.filter(run => run.phase === 'queued').length;
  return { running: active.length - waiting, waiting };
}

function activeRun(run: Run, mayStop: boolean): ActiveRun {
  const { id, cluster, namespace, name, test, entityRef, trigger } = run;
  const { requestedBy, phase, reason, createdAt, startedAt } = run;
  const { runTimeSeconds, users, currentUsers, total } = run;
  const { workersWanted, workersConnected } = run;
  return {
    ...{ id, cluster, namespace, name, test, entityRef, trigger },
    ...{ requestedBy, phase, reason, createdAt, startedAt },
    ...{ runTimeSeconds, users, currentUsers },
    ...{ workersWanted, workersConnected },
    owner: ownerOf(entityRef),
    rps: total?.rps,
    failRatio: total?.failRatio,
    mayStop,
  };
}

function ownerLoads(active: readonly Run[]): OwnerLoad[] {
  const whose = ({ cluster, entityRef, namespace }: Run) => {
    const owner = ownerOf(entityRef);
    return { cluster, ...(owner ? { owner } : { namespace }) };
  };
  const keys = new Set(active.map(run => JSON.stringify(whose(run))));
  return [...keys]
    .map(key => {
      const own = active.filter(run => JSON.stringify(whose(run)) === key);
      return {
        ...whose(own[0]),
        ...counted(own),
        limit: LIMITS[own[0].cluster].owner,
      };
    })
    .sort((a, b) => b.running / b.limit - a.running / a.limit);
}

function failingTests(runs: readonly Run[]): FailingTest[] {
  const told = runs.filter(
    run => run.verdict !== 'none' || ['finished', 'error'].includes(run.phase),
  );
  return [...new Set(told.map(run => run.test))].flatMap(test => {
    const own = told.filter(run => run.test === test);
    const good = own.findIndex(run => !isFailing(run));
    const streak = good < 0 ? own : own.slice(0, good);
    const last = streak[0];
    return last
      ? [
          {
            test,
            entityRef: last.entityRef,
            cluster: last.cluster,
            namespace: last.namespace,
            owner: ownerOf(last.entityRef),
            runId: last.id,
            ranAt: last.createdAt,
            phase: last.phase,
            verdict: last.verdict,
            reason: last.reason,
            missed: (last.thresholds ?? [])
              .filter(result => !result.passed)
              .map(result => result.threshold),
            inARow: streak.length,
            orMore: false,
            since: streak[streak.length - 1].createdAt,
          },
        ]
      : [];
  });
}
