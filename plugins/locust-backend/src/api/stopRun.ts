import {
  locustRunStopPermission,
  type Run,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';

/** Asks a run to stop, if the caller may. */
export async function stopRun(
  { auditor, commands, runs }: RouterParts,
  demand: Demand,
  runId: string,
): Promise<Run> {
  const run = await runs.ofCaller(
    demand.credentials,
    runId,
    locustRunStopPermission,
  );
  const stopping = await audited(
    auditor,
    demand,
    'run-stop',
    { run: run.id, entityRef: run.entityRef ?? null },
    () => commands.stop(run),
  );
  return runs.shown(stopping);
}
