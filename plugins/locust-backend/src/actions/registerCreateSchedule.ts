import { auditedFromStart } from '../api/auditedFromStart';
import { createTest } from '../api/createTest';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import {
  idempotencyKeyInput,
  specInput,
  testNameInput,
  whereInputs,
} from './inputs';
import { testOutput, toldTest } from './toldTest';

/** `locust:create-schedule` */
export function registerCreateSchedule(parts: ActionParts): void {
  parts.registry.register({
    name: 'create-schedule',
    title: 'Put a load test on a schedule',
    description:
      'Makes a load test that runs by a cron expression from now on. It puts load on a real service each time. A test of the same name in the same namespace must not be there yet.',
    // It adds a test and takes nothing away; without a key, twice is refused.
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: zod =>
        zod.object({
          ...whereInputs(zod),
          name: testNameInput(zod),
          schedule: zod
            .string()
            .min(1)
            .max(200)
            .describe('A cron expression, such as 0 2 * * 1-5'),
          timeZone: zod
            .string()
            .max(100)
            .optional()
            .describe('Such as Europe/Berlin; UTC where it is left out'),
          spec: specInput(zod).optional(),
          idempotencyKey: idempotencyKeyInput(zod),
        }),
      output: zod => zod.object({ test: testOutput(zod) }),
    },
    action: async ({ input, credentials }) => {
      const { schedule, timeZone, spec, idempotencyKey, ...definition } = input;
      const demand = { credentials: callerOf(credentials), idempotencyKey };
      const test = await auditedFromStart(
        parts.auditor,
        demand,
        'test-create',
        { test: definition.name },
        () =>
          createTest(parts, demand, {
            ...definition,
            spec: {
              ...spec,
              schedule,
              ...(timeZone !== undefined && { timeZone }),
            },
          }),
      );
      return { output: { test: toldTest(test) } };
    },
  });
}
