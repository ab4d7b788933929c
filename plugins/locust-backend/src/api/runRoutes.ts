import type { Request } from 'express';
import { NotFoundError } from '@backstage/errors';
import {
  isTerminalPhase,
  locustRunCreatePermission,
  locustRunDeletePermission,
  type LocustEntityPermission,
  locustRunReadPermission,
  locustRunStopPermission,
  type Run,
  type RunPhase,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/runs`: what ran and what runs. */
export function addRunRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, authorizer, context, commands, auditor } = parts;

  /** The run, if the caller may do this to it; a run of an entity the caller may not see is refused, not hidden. */
  async function runFor(
    request: Request,
    id: string,
    permission: LocustEntityPermission,
  ): Promise<Run> {
    const credentials = await context.caller(request);
    const run = await store.get(id);
    if (!run) {
      // Those who may see nothing are told that first, so that ids cannot be tried out.
      await authorizer.visible(
        credentials,
        locustRunReadPermission,
        async () => [],
      );
      throw new NotFoundError(
        `There is no run ${id}; it may have been deleted`,
      );
    }
    await authorizer.require(credentials, permission, run.entityRef);
    return run;
  }

  router.get('/runs', async (request, response) => {
    const {
      entityRef,
      cluster,
      namespace,
      test,
      phase,
      verdict,
      limit,
      cursor,
    } = request.query;
    const credentials = await context.caller(request as never);
    const asked = entityRef?.toLocaleLowerCase('en-US');
    let entityRefs: readonly string[] | undefined;
    if (asked) {
      await authorizer.require(credentials, locustRunReadPermission, asked);
      entityRefs = [asked];
    } else {
      const visibility = await authorizer.visible(
        credentials,
        locustRunReadPermission,
        () => store.entityRefs(),
      );
      entityRefs =
        visibility.kind === 'all' ? undefined : visibility.entityRefs;
    }
    const page = await store.list(
      {
        entityRefs,
        cluster,
        namespace,
        test,
        phases: phase ? (phase.split(',') as RunPhase[]) : undefined,
        verdict,
      },
      { limit: limit ?? 25, cursor },
    );
    response.json({
      items: [...page.items],
      ...(page.nextCursor ? { nextCursor: page.nextCursor } : {}),
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
    response.json(
      await runFor(
        request as never,
        request.params.runId,
        locustRunReadPermission,
      ),
    );
  });

  router.delete('/runs/:runId', async (request, response) => {
    const run = await runFor(
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
    const run = await runFor(
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
    response.status(202).json(stopping);
  });

  router.get('/runs/:runId/points', async (request, response) => {
    const run = await runFor(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    response.json({
      items: [...(await store.points(run.id, request.query.afterSeconds))],
    });
  });

  router.get('/runs/:runId/requests', async (request, response) => {
    const run = await runFor(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    response.json({ items: [...(await store.requests(run.id))] });
  });

  router.get('/runs/:runId/errors', async (request, response) => {
    const run = await runFor(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const { items, exceptions } = await store.errors(run.id);
    response.json({ items: [...items], exceptions: [...exceptions] });
  });

  router.get('/runs/:runId/events', async (request, response) => {
    const run = await runFor(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    response.json({ items: [...(await store.events(run.id))] });
  });

  router.get('/runs/:runId/log', async (request, response) => {
    const run = await runFor(
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
