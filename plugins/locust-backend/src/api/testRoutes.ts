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
  type Test,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../operator/LocustObject';
import { audited } from './audited';
import { renderManifests } from '../operator/renderManifests';
import {
  checkRequest,
  locustManifest,
  type LocustRequest,
} from './LocustManifest';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/tests` and `/validate`: what is to run and when. */
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
    const { entityRef, cluster, namespace } = request.query;
    const credentials = await context.caller(request as never);
    const asked = entityRef?.toLocaleLowerCase('en-US');
    const found = clusters.engines
      .filter(engine => cluster === undefined || engine.name === cluster)
      .flatMap(engine =>
        engine
          .locusts()
          .filter(locust => Boolean(locust.spec.schedule))
          .filter(
            locust =>
              namespace === undefined ||
              locust.metadata.namespace === namespace,
          )
          .map(locust => ({
            cluster: engine.name,
            locust,
            entityRef: entityRefOf(engine.name, locust),
          })),
      );
    let shown = found;
    if (asked) {
      await authorizer.require(credentials, locustTestReadPermission, asked);
      shown = found.filter(one => one.entityRef === asked);
    } else {
      const visibility = await authorizer.visible(
        credentials,
        locustTestReadPermission,
        async () => [
          ...new Set(
            found.flatMap(one => (one.entityRef ? [one.entityRef] : [])),
          ),
        ],
      );
      if (visibility.kind === 'entities') {
        const allowed = new Set(visibility.entityRefs);
        shown = found.filter(
          one => one.entityRef !== undefined && allowed.has(one.entityRef),
        );
      }
    }
    const items: Test[] = await Promise.all(
      shown.map(one => tests.of(one.cluster, one.locust)),
    );
    response.json({
      items: items.sort(
        (a, b) => a.test.localeCompare(b.test) || a.id.localeCompare(b.id),
      ),
      unavailable: clusters
        .health()
        .filter(one => cluster === undefined || one.cluster === cluster)
        .filter(one => one.state !== 'healthy' && one.state !== 'degraded')
        .map(({ cluster: name, message, since }) => ({
          cluster: name,
          message,
          ...(since ? { since } : {}),
        })),
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
