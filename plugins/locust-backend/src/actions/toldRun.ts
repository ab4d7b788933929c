import type { Run } from 'backstage-plugin-locust-common';
import type { Zod } from './inputs';

/** Of a run what decides what to do next; figures over time, log and spec are on its page. */
export const runOutput = (zod: Zod) =>
  zod.object({
    id: zod.string(),
    url: zod.string().optional().describe('Where people look at it'),
    test: zod.string().describe('The name under which runs are compared'),
    entityRef: zod.string().optional(),
    cluster: zod.string(),
    namespace: zod.string(),
    trigger: zod.enum(['user', 'schedule', 'resource']),
    requestedBy: zod.string().optional(),
    phase: zod
      .enum([
        ...(['queued', 'starting', 'running', 'stopping'] as const),
        ...(['finished', 'stopped', 'error', 'skipped'] as const),
      ])
      .describe(
        'The last four are ends: it got to its end, was stopped, could not be carried out, or was not run',
      ),
    reason: zod.string().optional().describe('Why it is in this phase'),
    verdict: zod
      .enum(['passed', 'failed', 'none'])
      .describe('By its thresholds; none where it has none or has not ended'),
    createdAt: zod.string(),
    startedAt: zod.string().optional(),
    finishedAt: zod.string().optional(),
    users: zod.number().optional(),
    workers: zod.number(),
    requests: zod.number().optional(),
    failRatio: zod.number().optional().describe('Failures per request, 0 to 1'),
    requestsPerSecond: zod.number().optional(),
    medianMs: zod.number().optional(),
    p95Ms: zod.number().optional(),
    p99Ms: zod.number().optional(),
    baseline: zod
      .boolean()
      .optional()
      .describe('Whether the runs of its test are held against it'),
  });

export type ToldRun = ReturnType<typeof runOutput>['_output'];

export function toldRun(
  run: Run,
  runUrl: (runId: string) => string | undefined,
): ToldRun {
  const { reason, startedAt, finishedAt, total } = run;
  return {
    id: run.id,
    url: runUrl(run.id),
    test: run.test,
    entityRef: run.entityRef,
    cluster: run.cluster,
    namespace: run.namespace,
    trigger: run.trigger,
    requestedBy: run.requestedBy,
    phase: run.phase,
    reason: reason?.message,
    verdict: run.verdict,
    createdAt: run.createdAt.toISOString(),
    startedAt: startedAt?.toISOString(),
    finishedAt: finishedAt?.toISOString(),
    users: run.users,
    workers: run.workersWanted,
    requests: total?.requests,
    failRatio: total?.failRatio,
    requestsPerSecond: total?.rps,
    medianMs: total?.median,
    p95Ms: total?.percentiles['95'],
    p99Ms: total?.percentiles['99'],
    baseline: run.baseline,
  };
}
