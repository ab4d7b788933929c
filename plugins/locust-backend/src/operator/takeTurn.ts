import type { RunStart } from '../runs/RunStore';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { soonest } from './soonest';
import { waitAside, waitInQueue } from './waitInQueue';

/** What is full beyond this cluster, or frozen, is looked at again so soon, should nobody tell before. */
const AGAIN_MS = 30_000;

/** What a run has to say for itself. */
export interface Turn {
  /** When it was asked for, in milliseconds since 1970. */
  readonly since: number;
  /**
   * Whether a company's own rules agree; else it says itself why it waits or will not begin.
   *
   * @param believedMs - how old their agreement may be; left out: a minute
   */
  readonly agrees: (believedMs?: number) => Promise<boolean>;
}

/**
 * Whether a run may begin now; else it is shown as waiting, with why. What waits for something that no other run of
 * this cluster can give up takes no place in its queue, or it would hold up those behind it.
 */
export async function takeTurn(
  parts: ReconcilerParts,
  pass: Pass,
  start: RunStart,
  { since, agrees }: Turn,
): Promise<boolean> {
  const { admission, gate, ownerOf } = parts;
  const { key, locust } = pass;
  const frozen = gate.frozen(locust);
  if (frozen) {
    pass.recheckMs = soonest(pass.recheckMs, AGAIN_MS);
    await waitAside(parts, pass, start, frozen.waits);
    return false;
  }
  // In the queue it is not asked about again until its turn has come.
  if (!(await agrees(Infinity))) {
    return false;
  }
  const turn = admission.request(key, () => ownerOf(locust), {
    id: start.id,
    since,
  });
  if (turn.kind === 'waits') {
    await waitInQueue(parts, pass, start, turn.reason);
    return false;
  }
  if (!(await agrees())) {
    return false;
  }
  const full = await gate.count(start.id, locust);
  if (full) {
    pass.recheckMs = soonest(pass.recheckMs, AGAIN_MS);
    await waitAside(parts, pass, start, full);
    return false;
  }
  return true;
}
