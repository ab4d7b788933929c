import type { Test } from 'backstage-plugin-locust-common';
import type { Zod } from './inputs';

export const testOutput = (zod: Zod) =>
  zod.object({
    id: zod.string(),
    test: zod.string().describe('The name under which its runs are compared'),
    entityRef: zod.string().optional(),
    cluster: zod.string(),
    namespace: zod.string(),
    schedule: zod.string().describe('A cron expression'),
    timeZone: zod.string(),
    suspended: zod.boolean(),
    nextRunAt: zod
      .string()
      .optional()
      .describe('None while it is suspended or invalid'),
    problem: zod.string().optional().describe('What keeps it from running'),
    lastRuns: zod
      .array(
        zod.object({
          id: zod.string(),
          phase: zod.string(),
          verdict: zod.string(),
          createdAt: zod.string(),
        }),
      )
      .describe('The newest first'),
  });

export type ToldTest = ReturnType<typeof testOutput>['_output'];

export function toldTest(test: Test): ToldTest {
  return {
    id: test.id,
    test: test.test,
    entityRef: test.entityRef,
    cluster: test.cluster,
    namespace: test.namespace,
    schedule: test.schedule,
    timeZone: test.timeZone,
    suspended: test.suspended,
    nextRunAt: test.nextRunsAt[0]?.toISOString(),
    problem: test.problem,
    lastRuns: test.lastRuns.map(({ id, phase, verdict, createdAt }) => ({
      id,
      phase,
      verdict,
      createdAt: createdAt.toISOString(),
    })),
  };
}
