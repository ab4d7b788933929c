import type { Router } from 'express';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { auditRefusals } from './auditRefusals';
import { addCompareRoutes } from './compareRoutes';
import { addEngineRoutes } from './engineRoutes';
import { addExportRoutes } from './exportRoutes';
import { addFreezeRoutes } from './freezeRoutes';
import { addLiveRoutes } from './liveRoutes';
import { addMarkRoutes } from './markRoutes';
import { addOverviewRoutes } from './overviewRoutes';
import { readRequest } from './readRequest';
import type { RouterParts } from './RouterParts';
import { addRunRoutes } from './runRoutes';
import { addTargetRoutes } from './targetRoutes';
import { addTestRoutes } from './testRoutes';
import { addTrendRoutes } from './trendRoutes';
import { addUsageRoutes } from './usageRoutes';

/**
 * The plugin's HTTP interface. Requests are validated from the OpenAPI document before a route sees them.
 *
 * @param options - `validateResponses`: answers are held against the document too, for tests
 */
export async function createRouter(
  parts: RouterParts,
  options: { readonly validateResponses?: boolean } = {},
): Promise<Router> {
  const router = await createOpenApiRouter({
    middleware: readRequest(),
    validatorOptions: { validateResponses: options.validateResponses ?? false },
  });
  addRunRoutes(router, parts);
  addLiveRoutes(router, parts);
  addMarkRoutes(router, parts);
  addExportRoutes(router, parts);
  addCompareRoutes(router, parts);
  addTrendRoutes(router, parts);
  addUsageRoutes(router, parts);
  addFreezeRoutes(router, parts);
  addOverviewRoutes(router, parts);
  addTestRoutes(router, parts);
  addTargetRoutes(router, parts);
  addEngineRoutes(router, parts);
  // Last: what the routes have thrown comes here.
  router.use(auditRefusals(parts));
  return router;
}
