import { stringify } from 'yaml';
import {
  type LocustEntityPermission,
  locustRunCreatePermission,
  locustTestDeletePermission,
  locustTestReadPermission,
  locustTestUpdatePermission,
  normalizeLocustSpec,
} from 'backstage-plugin-locust-common';
import { askRules, ruleRequest } from './askRules';
import { audited } from './audited';
import { createTest } from './createTest';
import { findTest } from './findTest';
import { listTests } from './listTests';
import { renderManifests } from '../operator/renderManifests';
import { plannedSchedule } from './plannedSchedule';
import { readableTests, silentClusters } from './readableTests';
import {
  checkRequest,
  locustManifest,
  type LocustRequest,
} from './LocustManifest';
import type { LocustRouter, RouterParts } from './RouterParts';
import { settledDefinition } from './settledDefinition';
import { triggerTest } from './triggerTest';

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
    rules,
    ownerOfRun,
    signals,
  } = parts;

  const testFor = async (
    request: unknown,
    id: string,
    permission: LocustEntityPermission,
  ) => findTest(parts, await context.caller(request as never), id, permission);

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
    const credentials = await context.caller(request as never);
    response.json(await listTests(parts, credentials, request.query));
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
    const demand = await context.demand(request as never);
    response.status(201).json(await createTest(parts, demand, request.body));
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
    const demand = await context.demand(request as never);
    const entityRef = entityRefOf(cluster, locust);
    const test = await audited(
      auditor,
      demand,
      'test-update',
      { test: locust.metadata.name, cluster },
      () =>
        commands.updateTest(cluster, locust, request.body, {
          ...context.entityOf(demand.credentials, entityRef),
          ...context.signature(demand),
          owner: placeOf(cluster, locust).owner,
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
      await context.demand(request as never),
      'test-delete',
      { test: locust.metadata.name, cluster },
      () => commands.deleteTest(cluster, locust),
    );
    signals.changed(entityRefOf(cluster, locust));
    response.status(204).end();
  });

  router.post('/tests/:testId/trigger', async (request, response) => {
    const demand = await context.demand(request as never);
    const run = await triggerTest(parts, demand, request.params.testId);
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
        await context.demand(request as never),
        `test-${action}`,
        { test: locust.metadata.name, cluster },
        () => commands.suspendTest(cluster, locust, suspend),
      );
      signals.changed(entityRefOf(cluster, locust));
      response.json(test);
    });
  }

  router.post('/validate', async (request, response) => {
    const demand = await context.demand(request as never);
    const entityRef = request.body.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(
      demand.credentials,
      locustTestReadPermission,
      entityRef,
    );
    if (request.body.entityDefaults) {
      // The answer shows what lies in the entity's repository.
      await authorizer.require(
        demand.credentials,
        locustRunCreatePermission,
        entityRef,
      );
    }
    const { definition, target } = await settledDefinition(
      parts,
      demand,
      request.body,
    );
    const asked = {
      ...target,
      test: definition.name,
      spec: definition.spec,
      scheduled: Boolean(definition.spec.schedule),
    };
    const mistakes = checkRequest(asked);
    const problems =
      mistakes.length > 0 || rules.isEmpty
        ? mistakes
        : await askRules(
            rules,
            ruleRequest(
              asked.scheduled ? 'schedule' : 'run',
              asked.test,
              normalizeLocustSpec(asked.spec),
              target,
            ),
          );
    response.json({
      problems: [...problems],
      manifests: problems.length > 0 ? [] : rendered(asked, target.cluster),
    });
  });
}
