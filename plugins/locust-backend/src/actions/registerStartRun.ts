import { InputError } from '@backstage/errors';
import { auditedFromStart } from '../api/auditedFromStart';
import { startRun } from '../api/startRun';
import { triggerTest } from '../api/triggerTest';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import {
  idempotencyKeyInput,
  specInput,
  testNameInput,
  whereInputs,
} from './inputs';
import { runOutput, toldRun } from './toldRun';

/** `locust:start-run` */
export function registerStartRun(parts: ActionParts): void {
  parts.registry.register({
    name: 'start-run',
    title: 'Start a load test run',
    description:
      'Starts a load test now: either a test that is on a schedule (testId, from list-tests), or one that is defined here (name and spec). It puts load on a real service. It returns at once; get-run-outcome waits for the end and tells the verdict.',
    // It adds a run and takes nothing away; without a key, twice is two runs.
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: zod =>
        zod.object({
          ...whereInputs(zod),
          testId: zod
            .string()
            .min(1)
            .max(100)
            .optional()
            .describe(
              'The id of a test on a schedule; it says everything else itself',
            ),
          name: testNameInput(zod).optional(),
          spec: specInput(zod).optional(),
          idempotencyKey: idempotencyKeyInput(zod),
        }),
      output: zod => zod.object({ run: runOutput(zod) }),
    },
    examples: [
      {
        title: 'The load test in the repository of a component',
        input: {
          name: 'shop-smoke',
          entityRef: 'component:default/shop',
          entityDefaults: true,
          spec: {
            users: 10,
            spawnRate: 5,
            runTime: '1m',
            thresholds: ['p95 < 400ms', 'fail_ratio < 1%'],
          },
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const { testId, idempotencyKey, name, spec, ...where } = input;
      const demand = { credentials: callerOf(credentials), idempotencyKey };
      if (testId !== undefined) {
        const more = Object.entries({ name, spec, ...where }).find(
          ([, value]) => value !== undefined,
        );
        if (more) {
          throw new InputError(
            `${more[0]}: it was refused beside testId, for a test on a schedule says everything itself; leave one of the two out`,
          );
        }
      } else if (name === undefined) {
        throw new InputError(
          'name: it is missing; name the test that is to be run, or give the testId of one that is on a schedule',
        );
      }
      const run =
        testId === undefined
          ? await auditedFromStart(
              parts.auditor,
              demand,
              'run-create',
              { test: name! },
              () =>
                startRun(parts, demand, {
                  ...where,
                  name: name!,
                  spec: { ...spec },
                }),
            )
          : await auditedFromStart(
              parts.auditor,
              demand,
              'test-trigger',
              { test: testId },
              () => triggerTest(parts, demand, testId),
            );
      return { output: { run: toldRun(run, parts.runUrl) } };
    },
  });
}
