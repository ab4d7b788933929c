import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { type AskedTest, definitionFor } from './definitionFor';
import { definitionSchema } from './definitionSchema';
import { dryRun } from './dryRun';
import { followRun } from './followRun';
import type { LocustCalls } from './LocustCalls';
import { LocustRefusal } from './LocustRefusal';
import { isPassing, persevere } from './persevere';
import { StepRun } from './StepRun';
import { whyFailed } from './whyFailed';

/** A test made a moment ago is not known to every replica, and has no CronJob, at once; so many tries it gets. */
const TRIES_OF_A_NEW_TEST = 12;

/** `locust:run`: runs a load test, waits for its end and fails where it did not pass. */
export function createRunAction(parts: {
  readonly callsFor: (credentials: BackstageCredentials) => LocustCalls;
  /** Where the portal shows a run, as far as it knows its own address. */
  readonly runUrl: (runId: string) => string | undefined;
  /** Between tries of what may work in a moment. */
  readonly pauseMs?: number;
}) {
  const { callsFor, runUrl, pauseMs } = parts;
  return createTemplateAction({
    id: 'locust:run',
    description:
      'Runs a load test in the name of who started the task and waits for its end. Fails where the test fails its thresholds, is stopped or cannot be carried out. The run is stopped where the task is cancelled.',
    supportsDryRun: true,
    examples: [
      {
        description:
          'A load test that has to pass before anything else happens',
        example: `steps:
  - id: load-test
    action: locust:run
    input:
      name: shop-smoke
      entityRef: component:default/shop
      entityDefaults: true
      spec:
        users: 10
        spawnRate: 5
        runTime: 1m
        thresholds:
          - p95 < 400ms
          - fail_ratio < 1%
`,
      },
      {
        description: 'The first run of a test that was just put on a schedule',
        example: `steps:
  - id: first-run
    action: locust:run
    input:
      testId: \${{ steps.schedule.output.testId }}
`,
      },
    ],
    schema: {
      input: {
        ...definitionSchema,
        testId: zod =>
          zod
            .string({
              description:
                'The id of a test that is on a schedule, to run it now; it says everything else itself',
            })
            .optional(),
        name: zod =>
          zod
            .string({
              description:
                'The name of the test, under which its runs are compared: lower case letters, digits and dashes',
            })
            .optional(),
        spec: zod =>
          zod
            .record(zod.unknown(), {
              description:
                'The spec of a Locust resource: users, spawnRate, runTime, workers, host, locustfile, thresholds and so on',
            })
            .optional(),
      },
      output: {
        runId: zod => zod.string({ description: 'The id of the run' }),
        runUrl: zod =>
          zod
            .string({ description: 'Where the portal shows the run' })
            .optional(),
        verdict: zod =>
          zod.enum(['passed', 'none'], {
            description: 'none where the test has no thresholds',
          }),
        requests: zod => zod.number().optional(),
        failRatio: zod =>
          zod
            .number({ description: 'Failures per request, 0 to 1' })
            .optional(),
        p95: zod => zod.number({ description: 'Milliseconds' }).optional(),
      },
    },
    async handler(ctx) {
      const { signal } = ctx;
      const logger: LoggerService = ctx.logger;
      const { testId, ...asked } = ctx.input;
      requireOneWay(testId, asked);
      const calls = callsFor(await ctx.getInitiatorCredentials());
      signal?.throwIfAborted();
      if (testId !== undefined && ctx.isDryRun) {
        await calls.getTest(testId);
        return;
      }
      const definition =
        testId === undefined
          ? definitionFor({ ...asked, name: asked.name! })
          : undefined;
      if (definition && ctx.isDryRun) {
        await dryRun(calls, definition, logger);
        return;
      }

      const started = await StepRun.of(ctx, async key => {
        // Without the signal: a run that was begun has to be known, to be stopped.
        const run = await persevere(
          () =>
            definition
              ? calls.startRun(definition, key)
              : calls.triggerTest(testId!, key),
          { logger, pauseMs, whether: definition ? isPassing : mayBeNew },
        );
        return run.id;
      });
      const url = runUrl(started.id);
      logger.info(`Run ${started.id}${url ? `: ${url}` : ''}`);

      let run;
      try {
        run = await followRun(calls, started.id, { logger, signal, pauseMs });
      } catch (error) {
        if (signal?.aborted) {
          await stop(calls, started.id, logger);
          await started.markFailed();
        }
        throw error;
      }
      const failure = whyFailed(run);
      if (failure) {
        await started.markFailed();
        throw new Error(`${failure}${url ? ` (${url})` : ''}`);
      }
      ctx.output('runId', run.id);
      ctx.output('runUrl', url);
      ctx.output('verdict', run.verdict as 'passed' | 'none');
      ctx.output('requests', run.total?.requests);
      ctx.output('failRatio', run.total?.failRatio);
      ctx.output('p95', run.total?.percentiles['95']);
    },
  });
}

function requireOneWay(
  testId: string | undefined,
  asked: Partial<AskedTest>,
): void {
  if (testId === undefined) {
    if (asked.name === undefined) {
      throw new InputError(
        'name: it is missing; name the test that is to be run, or give the testId of one that is on a schedule',
      );
    }
    return;
  }
  const [more] = Object.entries(asked).find(([, it]) => it !== undefined) ?? [];
  if (more) {
    throw new InputError(
      `${more}: it was refused beside testId, for a test on a schedule says everything itself; leave one of the two out`,
    );
  }
}

function mayBeNew(error: unknown, tries: number): boolean {
  return (
    isPassing(error) ||
    (error instanceof LocustRefusal &&
      [404, 409].includes(error.statusCode) &&
      tries < TRIES_OF_A_NEW_TEST)
  );
}

async function stop(
  calls: LocustCalls,
  runId: string,
  logger: LoggerService,
): Promise<void> {
  try {
    await calls.stopRun(runId);
    logger.info('The task was cancelled, so the run is being stopped');
  } catch (error) {
    const ended = error instanceof LocustRefusal && error.statusCode === 409;
    if (!ended) {
      logger.error(
        `The task was cancelled, but its run could not be stopped; stop it in the portal: ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
  }
}
