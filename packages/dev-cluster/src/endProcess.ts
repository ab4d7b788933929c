import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, ProcessIdentity } from './processIdentity';

const POLL_MS = 10;
const KILL_TIMEOUT_MS = 10_000;

/** Ends one process and waits until it is gone; does nothing if it is gone already or its pid is another's now. */
export async function endProcess(
  identity: ProcessIdentity,
  options: { readonly graceMs?: number } = {},
): Promise<void> {
  const { graceMs = 0 } = options;
  if (graceMs > 0) {
    sendSignal(identity, 'SIGTERM');
    if (await hasEnded(identity, graceMs)) {
      return;
    }
  }
  sendSignal(identity, 'SIGKILL');
  if (!(await hasEnded(identity, KILL_TIMEOUT_MS))) {
    throw new Error(
      `Process ${identity.pid} did not end within ${
        KILL_TIMEOUT_MS / 1000
      } s of being killed`,
    );
  }
}

function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals) {
  if (!isAlive(identity)) {
    return;
  }
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

async function hasEnded(identity: ProcessIdentity, withinMs: number) {
  const deadline = Date.now() + withinMs;
  while (isAlive(identity)) {
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(POLL_MS);
  }
  return true;
}
