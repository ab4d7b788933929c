import { locustRunReadPermission } from 'backstage-plugin-locust-common';
import { streamRun } from '../live/streamRun';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/runs/{id}/live`: a run as it goes on. */
export function addLiveRoutes(router: LocustRouter, parts: RouterParts): void {
  const { runs, authorizer, context, live, clock } = parts;

  router.get('/runs/:runId/live', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const credentials = await context.caller(request as never);
    if (response.destroyed) {
      return; // Nobody is there to tell.
    }
    streamRun(live, run.id, response, {
      clock,
      authorize: () =>
        authorizer.require(credentials, locustRunReadPermission, run.entityRef),
      expiresAt: credentials.expiresAt,
    });
  });
}
