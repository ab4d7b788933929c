import { auditedFromStart } from '../api/auditedFromStart';
import { stopRun } from '../api/stopRun';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import { runIdInput } from './inputs';
import { runOutput, toldRun } from './toldRun';

/** `locust:stop-run` */
export function registerStopRun(parts: ActionParts): void {
  parts.registry.register({
    name: 'stop-run',
    title: 'Stop a load test run',
    description:
      'Stops a run that goes, before its end. Its figures so far are kept, and it gets no verdict.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: zod => zod.object({ runId: runIdInput(zod) }),
      output: zod => zod.object({ run: runOutput(zod) }),
    },
    action: async ({ input, credentials }) => {
      const demand = { credentials: callerOf(credentials) };
      const { runId } = input;
      const run = await auditedFromStart(
        parts.auditor,
        demand,
        'run-stop',
        { run: runId },
        () => stopRun(parts, demand, runId),
      );
      return { output: { run: toldRun(run, parts.runUrl) } };
    },
  });
}
