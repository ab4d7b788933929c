import { pluginHealth } from '../health/pluginHealth';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/engine` and `/health`: how the clusters and this replica are, for the platform team and for whoever watches over it. */
export function addEngineRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { clusters, authorizer, context, replicaFindings } = parts;

  router.get('/engine', async (request, response) => {
    await authorizer.requireAdmin(await context.caller(request as never));
    response.json({
      clusters: [...clusters.health()],
      findings: [...replicaFindings()],
    });
  });

  router.get('/health', async (_request, response) => {
    const health = pluginHealth(clusters.health(), replicaFindings());
    response.status(health.status === 'unavailable' ? 503 : 200).json(health);
  });
}
