import type { Request } from 'express';
import { stringify } from 'yaml';
import { NotFoundError } from '@backstage/errors';
import {
  type LocustEntityPermission,
  locustRunCreatePermission,
  locustTestCreatePermission,
  locustTestDeletePermission,
  locustTestReadPermission,
  locustTestUpdatePermission,
  type TestAction,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../operator/LocustObject';
import { audited } from './audited';
import { renderManifests } from '../operator/renderManifests';
import { pageOfTests } from './pageOfTests';
import { plannedSchedule } from './plannedSchedule';
import { type FoundTest, readableTests, silentClusters } from './readableTests';
import type { Caller } from './RequestContext';
import {
  checkRequest,
  locustManifest,
  type LocustRequest,
} from './LocustManifest';
import type { LocustRouter, RouterParts } from './RouterParts';

/** What is done with a test, and what it takes. */
const ACTIONS: readonly (readonly [TestAction, LocustEntityPermission])[] = [
  ['trigger', locustRunCreatePermission],
  ['update', locustTestUpdatePermission],
  ['delete', locustTestDeletePermission],
];

/** Of more schedules a calendar is not told. */
const MOST_PLANNED = 2_000;

/** `/tests`, `/calendar` and `/validate`: what is to run and when. */
export function addTestRoutes(router: LocustRouter, parts: RouterParts): void {
  const {
    clusters,
    authorizer,
    context,
    commands,
    tests,
    auditor,
    entityRefOf,
    guardrails,
    placeOf,
    ownerOfRun,
    signals,
  } = parts;

  async function testFor(
    request: Request,
    id: string,
    permission: LocustEntityPermission,
  ): Promise<{ readonly cluster: string; readonly locust: LocustObject }> {
    const credentials = await context.caller(request);
    for (const engine of clusters.engines) {
      const locust = engine.locustByUid(id);
      if (locust?.spec.schedule) {
        await authorizer.require(
          credentials,
          permission,
          entityRefOf(engine.name, locust),
        );
        return { cluster: engine.name, locust };
      }
    }
    await authorizer.visible(
      credentials,
      locustTestReadPermission,
      async () => [],
    );
    const away = clusters
      .health()
      .filter(one => one.state === 'unreachable' || one.state === 'forbidden');
    throw new NotFoundError(
      away.length === 0
        ? `There is no scheduled test ${id}; it may have been deleted`
        : `There is no scheduled test ${id} in the clusters that can be asked; not asked: ${away
            .map(one => `${one.cluster} (${one.message})`)
            .join(', ')}`,
    );
  }

  /** What the caller may do with each of these tests. */
  async function allowedWith(
    credentials: Caller,
    found: readonly FoundTest[],
  ): Promise<TestAction[][]> {
    const refs = found.map(one => one.entityRef);
    const allowed = await Promise.all(
      ACTIONS.map(([, permission]) =>
        authorizer.allowed(credentials, permission, refs),
      ),
    );
    return refs.map(ref =>
      ACTIONS.filter((_, place) => allowed[place].has(ref)).map(
        ([action]) => action,
      ),
    );
  }

  /** The resource first, then what the engine would make of it. */
  function rendered(asked: LocustRequest, cluster: string) {
    const locust = locustManifest(asked, 'preview');
    return [
      locust,
      ...renderManifests(locust, clusters.engine(cluster).config),
    ].map(manifest => ({
      kind: manifest.kind,
      name: manifest.metadata.name,
      yaml: stringify(manifest),
    }));
  }

  router.get('/tests', async (request, response) => {
    const { entityRef, cluster, namespace, search, limit, cursor } =
      request.query;
    const credentials = await context.caller(request as never);
    const readable = await readableTests(parts, credentials, {
      entityRef,
      cluster,
      namespace,
    });
    const { items, total, nextCursor } = pageOfTests(
      readable,
      ({ entityRef: of, locust }) =>
        ownerOfRun({ entityRef: of, namespace: locust.metadata.namespace }),
      { search, limit, cursor },
    );
    const [shown, allowed] = await Promise.all([
      tests.all(items),
      // Who asks for all is shown what there is; who asks for a page, what can be done with it.
      limit === undefined ? undefined : allowedWith(credentials, items),
    ]);
    response.json({
      items: allowed
        ? shown.map((test, place) => ({ ...test, allowed: allowed[place] }))
        : shown,
      total,
      ...(nextCursor ? { nextCursor } : {}),
      unavailable: silentClusters(clusters, cluster),
    });
  });

  router.get('/calendar', async (request, response) => {
    const credentials = await context.caller(request as never);
    const readable = await readableTests(parts, credentials);
    response.json({
      items: readable
        .slice(0, MOST_PLANNED)
        .map(found =>
          plannedSchedule(
            found,
            ownerOfRun,
            clusters.engine(found.cluster).config,
          ),
        ),
      total: readable.length,
      unavailable: silentClusters(clusters),
    });
  });

  router.post('/tests', async (request, response) => {
    const credentials = await context.caller(request as never);
    const definition = request.body;
    const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(
      credentials,
      locustTestCreatePermission,
      entityRef,
    );
    const test = await audited(
      auditor,
      request as never,
      'test-create',
      { test: definition.name, entityRef: entityRef ?? null },
      async () =>
        commands.schedule(
          definition,
          await context.command(request as never, credentials, definition),
        ),
    );
    signals.changed(entityRef);
    response.status(201).json(test);
  });

  router.get('/tests/:testId', async (request, response) => {
    const { cluster, locust } = await testFor(
      request as never,
      request.params.testId,
      locustTestReadPermission,
    );
    response.json(await tests.of(cluster, locust));
  });

  router.put('/tests/:testId', async (request, response) => {
    const { cluster, locust } = await testFor(
      request as never,
      request.params.testId,
      locustTestUpdatePermission,
    );
    const credentials = await context.caller(request as never);
    const entityRef = entityRefOf(cluster, locust);
    const test = await audited(
      auditor,
      request as never,
      'test-update',
      { test: locust.metadata.name, cluster },
      () =>
        commands.updateTest(cluster, locust, request.body, {
          ...context.entityOf(credentials, entityRef),
          guardrails: guardrails.ofPortal(placeOf(cluster, locust)),
        }),
    );
    signals.changed(entityRef);
    response.json(test);
  });

  router.delete('/tests/:testId', async (request, response) => {
    const { cluster, locust } = await testFor(
      request as never,
      request.params.testId,
      locustTestDeletePermission,
    );
    await audited(
      auditor,
      request as never,
      'test-delete',
      { test: locust.metadata.name, cluster },
      () => commands.deleteTest(cluster, locust),
    );
    signals.changed(entityRefOf(cluster, locust));
    response.status(204).end();
  });

  router.post('/tests/:testId/trigger', async (request, response) => {
    const { cluster, locust } = await testFor(
      request as never,
      request.params.testId,
      locustRunCreatePermission,
    );
    const credentials = await context.caller(request as never);
    const run = await audited(
      auditor,
      request as never,
      'test-trigger',
      { test: locust.metadata.name, cluster },
      () =>
        commands.trigger(cluster, locust, {
          entityRef: entityRefOf(cluster, locust),
          guardrails: guardrails.of(placeOf(cluster, locust)),
          ...context.demand(request as never, credentials),
        }),
    );
    response.status(201).json(run);
  });

  for (const [action, suspend] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    router.post(`/tests/:testId/${action}`, async (request, response) => {
      const { cluster, locust } = await testFor(
        request as never,
        request.params.testId,
        locustTestUpdatePermission,
      );
      const test = await audited(
        auditor,
        request as never,
        `test-${action}`,
        { test: locust.metadata.name, cluster },
        () => commands.suspendTest(cluster, locust, suspend),
      );
      signals.changed(entityRefOf(cluster, locust));
      response.json(test);
    });
  }

  router.post('/validate', async (request, response) => {
    const credentials = await context.caller(request as never);
    const definition = request.body;
    const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(credentials, locustTestReadPermission, entityRef);
    const target = await context.command(
      request as never,
      credentials,
      definition,
    );
    const scheduled = Boolean(definition.spec.schedule);
    const asked = {
      ...target,
      test: definition.name,
      spec: definition.spec,
      scheduled,
    };
    const problems = checkRequest(asked);
    response.json({
      problems: [...problems],
      manifests: problems.length > 0 ? [] : rendered(asked, target.cluster),
    });
  });
}
