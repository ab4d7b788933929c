import { COMPARED_RUNS } from 'backstage-plugin-locust-common';
import { comparedRuns } from '../api/comparedRuns';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import { type Zod, runIdInput } from './inputs';
import { runOutput, toldRun } from './toldRun';

const figuresOutput = (zod: Zod) =>
  zod.array(
    zod.object({
      metric: zod.string(),
      values: zod.array(zod.number().nullable()),
      deltas: zod
        .array(
          zod
            .object({
              absolute: zod.number(),
              relative: zod
                .number()
                .optional()
                .describe('0.1 is ten percent more'),
              change: zod.enum(['better', 'worse', 'same', 'different']),
            })
            .nullable(),
        )
        .describe('How far each run is from the reference; null for itself'),
    }),
  );

/** `locust:compare-runs` */
export function registerCompareRuns(parts: ActionParts): void {
  parts.registry.register({
    name: 'compare-runs',
    title: 'Compare load test runs',
    description:
      'Holds runs against each other: the settings that differ, the figures of the whole and of each endpoint, and whether each got better or worse than in the reference. Everything is in the order of the runs.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          runIds: zod
            .array(runIdInput(zod))
            .min(COMPARED_RUNS.least)
            .max(COMPARED_RUNS.most),
          reference: runIdInput(zod)
            .optional()
            .describe('The run that the others are held against; the first'),
        }),
      output: zod =>
        zod.object({
          runs: zod.array(runOutput(zod)),
          reference: zod
            .number()
            .describe('The place of the reference, from 0'),
          settings: zod.array(
            zod.object({
              path: zod.string(),
              values: zod.array(zod.unknown()),
            }),
          ),
          total: figuresOutput(zod),
          endpoints: zod.array(
            zod.object({
              method: zod.string(),
              name: zod.string(),
              figures: figuresOutput(zod),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { runs, reference, settings, total, endpoints } =
        await comparedRuns(parts, callerOf(credentials), {
          runs: input.runIds.join(','),
          reference: input.reference,
        });
      return {
        output: {
          runs: runs.map(run => toldRun(run, parts.runUrl)),
          reference,
          settings,
          total,
          endpoints: endpoints.map(({ method, name, figures }) => ({
            method,
            name,
            figures,
          })),
        },
      };
    },
  });
}
