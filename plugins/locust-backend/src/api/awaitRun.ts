import {
  locustRunReadPermission,
  type Run,
} from 'backstage-plugin-locust-common';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';
import { noSuchRun } from './RunAccess';

/**
 * A run that the caller may read, once it has ended, the time is over or the signal comes.
 *
 * @throws NotFoundError where it is not there, or was deleted meanwhile
 */
export async function awaitRun(
  { ends, runs }: RouterParts,
  credentials: Caller,
  runId: string,
  wait: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<Run> {
  const found = await runs.ofCaller(
    credentials,
    runId,
    locustRunReadPermission,
  );
  const run = await ends.after(
    await runs.shown(found),
    wait.milliseconds,
    wait.signal,
  );
  if (!run) {
    throw noSuchRun(found.id);
  }
  return run;
}
