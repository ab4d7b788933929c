import { NotFoundError } from '@backstage/errors';
import {
  isTerminalPhase,
  locustRunCreatePermission,
  locustRunDeletePermission,
  locustRunReadPermission,
  locustRunStopPermission,
  type RunPhase,
  type Trigger,
} from 'backstage-plugin-locust-common';
import { MAX_ENDPOINTS } from '../runs/EndpointPoints';
import type { RunFilter } from '../runs/RunStore';
import { audited } from './audited';
import { readableEntities } from './readableEntities';
import { readEndpoint } from './readEndpoint';
import { readRequests } from './readRequests';
import { readTimeRange } from './readTimeRange';
import { readWait } from './readWait';
import type { LocustRouter, RouterParts } from './RouterParts';
import { noSuchRun } from './RunAccess';

/** `/runs`: what ran and what runs. */
export function addRunRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, runs, ends, authorizer, context, commands, auditor } = parts;

  router.get('/runs', async (request, response) => {
    const {
      entityRef,
      cluster,
      namespace,
      test,
      phase,
      verdict,
      trigger,
      baseline,
      limit,
      cursor,
    } = request.query;
    const created = readTimeRange(request.query);
    const credentials = await context.caller(request as never);
    const asked = entityRef?.toLocaleLowerCase('en-US');
    let entityRefs: readonly string[] | undefined;
    if (asked) {
      await authorizer.require(credentials, locustRunReadPermission, asked);
      entityRefs = [asked];
    } else {
      entityRefs = await readableEntities(parts, credentials);
    }
    const filter: RunFilter = {
      entityRefs,
      cluster,
      namespace,
      test,
      phases: phase ? (phase.split(',') as RunPhase[]) : undefined,
      verdict,
      triggers: trigger ? (trigger.split(',') as Trigger[]) : undefined,
      baseline,
      ...created,
    };
    const [page, total] = await Promise.all([
      store.list(filter, { limit: limit ?? 25, cursor }),
      store.counts.of(filter),
    ]);
    response.json({
      items: await runs.allShown(page.items),
      ...(page.nextCursor ? { nextCursor: page.nextCursor } : {}),
      total,
    });
  });

  router.post('/runs', async (request, response) => {
    const credentials = await context.caller(request as never);
    const definition = request.body;
    const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(credentials, locustRunCreatePermission, entityRef);
    const run = await audited(
      auditor,
      request as never,
      'run-create',
      { test: definition.name, entityRef: entityRef ?? null },
      async () =>
        commands.start(
          definition,
          await context.command(request as never, credentials, definition),
        ),
    );
    response.status(201).json(run);
  });

  router.get('/runs/:runId', async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const milliseconds = readWait(request.query.wait);
    const found = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const run = await ends.after(
      await runs.shown(found),
      milliseconds,
      gone.signal,
    );
    if (gone.signal.aborted) {
      return; // Nobody is there to answer.
    }
    if (!run) {
      throw noSuchRun(found.id);
    }
    response.json(run);
  });

  router.delete('/runs/:runId', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunDeletePermission,
    );
    await audited(
      auditor,
      request as never,
      'run-delete',
      { run: run.id, entityRef: run.entityRef ?? null },
      () => commands.delete(run),
    );
    response.status(204).end();
  });

  router.post('/runs/:runId/stop', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunStopPermission,
    );
    const stopping = await audited(
      auditor,
      request as never,
      'run-stop',
      { run: run.id, entityRef: run.entityRef ?? null },
      () => commands.stop(run),
    );
    response.status(202).json(await runs.shown(stopping));
  });

  router.get('/runs/:runId/points', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const { afterSeconds, method, name } = request.query;
    const endpoint = readEndpoint({ method, name });
    const points = endpoint
      ? await store.pointsOf(run.id, endpoint, afterSeconds)
      : await store.points(run.id, afterSeconds);
    if (!points) {
      throw noPointsOf(request.query, run.id);
    }
    response.json({ items: [...points] });
  });

  router.get('/runs/:runId/requests', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    response.json({ items: await readRequests(store, run.id) });
  });

  router.get('/runs/:runId/errors', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const { items, exceptions } = await store.errors(run.id);
    response.json({ items: [...items], exceptions: [...exceptions] });
  });

  router.get('/runs/:runId/events', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    response.json({ items: [...(await store.events(run.id))] });
  });

  router.get('/runs/:runId/log', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const log = await store.log(run.id);
    const after = request.query.afterLine ?? 0;
    response.json({
      lines: log?.lines.slice(after) ?? [],
      lastLine: log?.lines.length ?? 0,
      complete: log?.complete ?? isTerminalPhase(run.phase),
      ...(log?.omitted ? { omitted: log.omitted } : {}),
    });
  });
}

function noPointsOf(
  { method, name }: { readonly method?: string; readonly name?: string },
  runId: string,
): NotFoundError {
  return new NotFoundError(
    `Run ${runId} has no points of the endpoint ${`${method} ${name}`.trim()}; they are kept of the first ${MAX_ENDPOINTS} endpoints. GET /runs/${runId}/requests lists its endpoints and says of which there are points: hasPoints`,
  );
}
