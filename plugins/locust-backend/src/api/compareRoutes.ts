import {
  compareRuns,
  locustRunReadPermission,
} from 'backstage-plugin-locust-common';
import { comparisonAnswer } from './comparisonAnswer';
import { readComparedRuns } from './readComparedRuns';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/compare`: runs side by side. */
export function addCompareRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { store, runs } = parts;

  router.get('/compare', async (request, response) => {
    const { ids, reference } = readComparedRuns(request.query);
    // All are allowed before any is read further.
    const found = await Promise.all(
      ids.map(id => runs.of(request as never, id, locustRunReadPermission)),
    );
    const [shown, compared] = await Promise.all([
      runs.allShown(found),
      Promise.all(
        found.map(async run => ({
          run,
          requests: await store.requests(run.id),
          points: await store.points(run.id),
        })),
      ),
    ]);
    response.json(comparisonAnswer(shown, compareRuns(compared, reference)));
  });
}
