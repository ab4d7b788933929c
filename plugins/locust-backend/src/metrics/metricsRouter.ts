import { type Request, Router } from 'express';
import type { LocustMetrics } from './LocustMetrics';
import { PROMETHEUS_CONTENT_TYPE, renderPrometheus } from './renderPrometheus';

/**
 * `GET /metrics` for Prometheus.
 *
 * @param authorize - rejects where the caller may not see the state of the engines
 */
export function metricsRouter(
  metrics: Pick<LocustMetrics, 'all'>,
  authorize: (request: Request) => Promise<void>,
): Router {
  const router = Router();
  router.get('/metrics', (request, response, next) => {
    authorize(request)
      .then(() => {
        response.setHeader('content-type', PROMETHEUS_CONTENT_TYPE);
        response.end(renderPrometheus(metrics.all()));
      })
      .catch(next);
  });
  return router;
}
