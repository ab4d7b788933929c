import { PHASES } from 'backstage-plugin-locust-common';
import { listRuns } from '../api/listRuns';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import { entityRefInput } from './inputs';
import { runOutput, toldRun } from './toldRun';

/** `locust:list-runs` */
export function registerListRuns(parts: ActionParts): void {
  parts.registry.register({
    name: 'list-runs',
    title: 'List load test runs',
    description:
      'Lists the runs of load tests that you may read, newest first, a page at a time. Narrow it by entity, test, phase or verdict: phase "running" tells what runs now, verdict "failed" what missed its thresholds.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          entityRef: entityRefInput(zod).optional(),
          test: zod
            .string()
            .min(1)
            .max(253)
            .optional()
            .describe('Only runs of the test of this name'),
          phases: zod
            .array(zod.enum(PHASES as [string, ...string[]]))
            .min(1)
            .optional()
            .describe('Only runs in one of these phases'),
          verdict: zod.enum(['passed', 'failed', 'none']).optional(),
          limit: zod.number().int().min(1).max(100).optional(),
          cursor: zod
            .string()
            .max(500)
            .optional()
            .describe('The nextCursor of the page before'),
        }),
      output: zod =>
        zod.object({
          runs: zod.array(runOutput(zod)),
          total: zod.number().describe('How many there are on all pages'),
          nextCursor: zod.string().optional(),
        }),
    },
    action: async ({ input: { phases, ...query }, credentials }) => {
      const { items, total, nextCursor } = await listRuns(
        parts,
        callerOf(credentials),
        { ...query, phase: phases?.join(',') },
      );
      return {
        output: {
          runs: items.map(run => toldRun(run, parts.runUrl)),
          total,
          nextCursor,
        },
      };
    },
  });
}
