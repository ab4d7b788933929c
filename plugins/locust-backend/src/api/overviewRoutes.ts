import {
  locustRunStopPermission,
  type ActiveRun,
  type FailingTest,
  type Run,
} from 'backstage-plugin-locust-common';
import type { FailingTest as FoundFailingTest } from '../history/FailingTests';
import { present } from '../history/present';
import { clusterLoads, ownerLoads } from './overviewLoads';
import { readableEntities } from './readableEntities';
import type { LocustRouter, RouterParts } from './RouterParts';

const MOST_RUNS = 50;
const MOST_FAILING = 30;
const MOST_OWNERS = 50;

/** `/overview`: what goes on over all clusters, what fails, and how full it is. */
export function addOverviewRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { store, authorizer, context, ownerOfRun, config } = parts;

  router.get('/overview', async (request, response) => {
    const credentials = await context.caller(request as never);
    const entityRefs = await readableEntities(parts, credentials);
    const [counts, running, queued, allFailing] = await Promise.all([
      store.active.counts(entityRefs),
      store.active.running(MOST_RUNS, entityRefs),
      store.active.queued(MOST_RUNS, entityRefs),
      store.failing.all(),
    ]);
    const readable = entityRefs && new Set(entityRefs);
    const failing = readable
      ? allFailing.filter(it => it.entityRef && readable.has(it.entityRef))
      : allFailing;
    const [shownFailing, stoppable] = await Promise.all([
      store.failing.streaks(failing.slice(0, MOST_FAILING)),
      authorizer.allowed(
        credentials,
        locustRunStopPermission,
        [...running, ...queued].map(run => run.entityRef),
      ),
    ]);
    const shown = (run: Run) =>
      activeRun(run, ownerOfRun(run), stoppable.has(run.entityRef));
    // Of clusters without a run that the caller may read, only those who may read all are told.
    const owners = ownerLoads(counts, config.clusters, ownerOfRun);
    response.json({
      everything: entityRefs === undefined,
      running: {
        total: counts.reduce((sum, one) => sum + one.running, 0),
        items: running.map(shown),
      },
      queued: {
        total: counts.reduce((sum, one) => sum + one.queued, 0),
        items: queued.map(shown),
      },
      failing: {
        total: failing.length,
        items: shownFailing.map(it => failingTest(it, ownerOfRun(it))),
      },
      clusters: clusterLoads(counts, config.clusters).filter(
        one => entityRefs === undefined || one.running + one.waiting > 0,
      ),
      owners: { total: owners.length, items: owners.slice(0, MOST_OWNERS) },
    });
  });
}

function activeRun(
  run: Run,
  owner: string | undefined,
  mayStop: boolean,
): ActiveRun {
  return present<ActiveRun>({
    id: run.id,
    cluster: run.cluster,
    namespace: run.namespace,
    name: run.name,
    test: run.test,
    entityRef: run.entityRef ?? null,
    owner: owner ?? null,
    trigger: run.trigger,
    requestedBy: run.requestedBy ?? null,
    phase: run.phase,
    reason: run.reason ?? null,
    createdAt: run.createdAt,
    startedAt: run.startedAt ?? null,
    runTimeSeconds: run.runTimeSeconds ?? null,
    users: run.users ?? null,
    currentUsers: run.currentUsers ?? null,
    workersWanted: run.workersWanted,
    workersConnected: run.workersConnected,
    rps: run.total?.rps ?? null,
    failRatio: run.total?.failRatio ?? null,
    mayStop,
  });
}

function failingTest(
  found: FoundFailingTest,
  owner: string | undefined,
): FailingTest {
  return present<FailingTest>({
    test: found.test,
    entityRef: found.entityRef ?? null,
    cluster: found.cluster,
    namespace: found.namespace,
    owner: owner ?? null,
    runId: found.id,
    ranAt: found.createdAt,
    phase: found.phase,
    verdict: found.verdict,
    reason: found.reason ?? null,
    missed: [...found.missed],
    inARow: found.inARow,
    orMore: found.orMore,
    since: found.since,
  });
}
