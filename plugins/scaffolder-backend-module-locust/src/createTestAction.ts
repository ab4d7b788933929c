import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { definitionFor } from './definitionFor';
import { definitionSchema } from './definitionSchema';
import { dryRun } from './dryRun';
import type { LocustCalls } from './LocustCalls';
import { persevere } from './persevere';
import { stepKey } from './stepKey';

/** `locust:test:create`: puts a test on a schedule. */
export function createTestAction(parts: {
  readonly callsFor: (credentials: BackstageCredentials) => LocustCalls;
}) {
  return createTemplateAction({
    id: 'locust:test:create',
    description:
      'Puts a load test on a schedule, in the name of who started the task. Done again by the same step, it is the same test.',
    supportsDryRun: true,
    examples: [
      {
        description:
          'The load test in the repository of a component, every night',
        example: `steps:
  - id: schedule
    action: locust:test:create
    input:
      name: shop-nightly
      entityRef: component:default/shop
      schedule: 0 2 * * 1-5
      timeZone: Europe/Berlin
      entityDefaults: true
      spec:
        users: 50
        spawnRate: 5
        runTime: 10m
        workers: 2
        thresholds:
          - p95 < 400ms
          - fail_ratio < 1%
`,
      },
    ],
    schema: {
      input: {
        ...definitionSchema,
        name: zod =>
          zod.string({
            description:
              'The name of the test, under which its runs are compared: lower case letters, digits and dashes',
          }),
        schedule: zod =>
          zod.string({
            description: 'A cron expression, such as 0 2 * * 1-5',
          }),
        timeZone: zod =>
          zod
            .string({
              description:
                'The time zone of the schedule, such as Europe/Berlin; UTC where it is left out',
            })
            .optional(),
        spec: zod =>
          zod
            .record(zod.unknown(), {
              description:
                'The rest of the spec of a Locust resource: users, spawnRate, runTime, workers, locustfile, thresholds and so on',
            })
            .optional(),
      },
      output: {
        testId: zod =>
          zod.string({ description: 'The id of the test, for locust:run' }),
        nextRunAt: zod =>
          zod
            .string({
              description:
                'When it is due first, as ISO 8601; none where it is suspended',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { schedule, timeZone, spec, ...asked } = ctx.input;
      const calls = parts.callsFor(await ctx.getInitiatorCredentials());
      const definition = definitionFor({
        ...asked,
        spec: { ...spec, schedule, ...(timeZone && { timeZone }) },
      });
      if (ctx.isDryRun) {
        await dryRun(calls, definition, ctx.logger);
        return;
      }
      const test = await persevere(
        () => calls.createTest(definition, stepKey(ctx)),
        ctx,
      );
      const [nextRunAt] = test.nextRunsAt;
      ctx.logger.info(
        `${test.namespace}/${test.name} in cluster ${test.cluster} is on the schedule ${test.schedule} (${test.timeZone})` +
          `${nextRunAt ? `, next at ${nextRunAt}` : ''}`,
      );
      ctx.output('testId', test.id);
      ctx.output('nextRunAt', nextRunAt);
    },
  });
}
