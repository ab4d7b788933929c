import { NotFoundError } from '@backstage/errors';
import {
  isTerminalPhase,
  locustRunDeletePermission,
  locustRunReadPermission,
} from 'backstage-plugin-locust-common';
import { MAX_ENDPOINTS } from '../runs/EndpointPoints';
import { audited } from './audited';
import { awaitRun } from './awaitRun';
import { listRuns } from './listRuns';
import { readEndpoint } from './readEndpoint';
import { readRequests } from './readRequests';
import { readWait } from './readWait';
import type { LocustRouter, RouterParts } from './RouterParts';
import { startRun } from './startRun';
import { stopRun } from './stopRun';

/** `/runs`: what ran and what runs. */
export function addRunRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, runs, context, commands, auditor } = parts;

  router.get('/runs', async (request, response) => {
    const credentials = await context.caller(request as never);
    response.json(await listRuns(parts, credentials, request.query));
  });

  router.post('/runs', async (request, response) => {
    const demand = await context.demand(request as never);
    response.status(201).json(await startRun(parts, demand, request.body));
  });

  router.get('/runs/:runId', async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const milliseconds = readWait(request.query.wait);
    const credentials = await context.caller(request as never);
    const run = await awaitRun(parts, credentials, request.params.runId, {
      milliseconds,
      signal: gone.signal,
    });
    if (!gone.signal.aborted) {
      response.json(run);
    }
  });

  router.delete('/runs/:runId', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunDeletePermission,
    );
    await audited(
      auditor,
      await context.demand(request as never),
      'run-delete',
      { run: run.id, entityRef: run.entityRef ?? null },
      () => commands.delete(run),
    );
    response.status(204).end();
  });

  router.post('/runs/:runId/stop', async (request, response) => {
    const demand = await context.demand(request as never);
    const run = await stopRun(parts, demand, request.params.runId);
    response.status(202).json(run);
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
