import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type InJson,
  isTerminalPhase,
  type Run,
} from 'backstage-plugin-locust-common';
import type { LocustCalls } from './LocustCalls';
import { persevere } from './persevere';
import { progressLine } from './progressLine';

/** How long one request waits for the end, and so how often the log tells where a run stands. */
const WAIT_SECONDS = 15;

/**
 * Waits for the end of a run and tells the log of what is new on the way.
 *
 * @throws the reason of the signal where that comes first
 */
export async function followRun(
  calls: Pick<LocustCalls, 'awaitRun'>,
  runId: string,
  {
    logger,
    signal,
    pauseMs,
  }: {
    readonly logger: LoggerService;
    readonly signal?: AbortSignal;
    readonly pauseMs?: number;
  },
): Promise<InJson<Run>> {
  let told: string | undefined;
  for (let wait = 0; ; wait = WAIT_SECONDS) {
    const run = await persevere(() => calls.awaitRun(runId, wait, signal), {
      logger,
      signal,
      pauseMs,
    });
    const line = progressLine(run);
    if (line !== told) {
      logger.info(line);
      told = line;
    }
    if (isTerminalPhase(run.phase)) {
      return run;
    }
  }
}
