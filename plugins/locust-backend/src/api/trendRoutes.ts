import {
  judgeTrend,
  locustRunReadPermission,
} from 'backstage-plugin-locust-common';
import { readTestIdentity } from './readTestIdentity';
import type { LocustRouter, RouterParts } from './RouterParts';

/** How many runs a trend shows where nothing else is asked for. */
const USUAL_RUNS = 30;

/** What is read before the first run that is shown, for that one is judged by the runs before it, too. */
const RUNS_BEFORE = 30;

/** `/trend`: how the runs of a test came out, one after the other. */
export function addTrendRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, authorizer, context } = parts;

  router.get('/trend', async (request, response) => {
    const test = readTestIdentity(request.query);
    await authorizer.require(
      await context.caller(request as never),
      locustRunReadPermission,
      test.entityRef,
    );
    const limit = request.query.limit ?? USUAL_RUNS;
    const points = await store.trends.of(test, limit + RUNS_BEFORE);
    const { passRate } = judgeTrend(points.slice(-limit));
    response.json({
      items: judgeTrend(points)
        .runs.slice(-limit)
        .map(({ run, judgements }) => ({ ...run, judgements })),
      ...(passRate !== undefined && { passRate }),
    });
  });
}
