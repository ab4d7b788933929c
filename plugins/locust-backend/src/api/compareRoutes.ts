import { comparedRuns } from './comparedRuns';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/compare`: runs side by side. */
export function addCompareRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  router.get('/compare', async (request, response) => {
    const credentials = await parts.context.caller(request as never);
    response.json(await comparedRuns(parts, credentials, request.query));
  });
}
