import type { Reason } from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import { type Pass, asItWas } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';

/** Shows a run as waiting for its turn in the cluster's queue. */
export async function waitInQueue(
  parts: ReconcilerParts,
  pass: Pass,
  start: RunStart,
  reason: Reason,
): Promise<void> {
  pass.queued.push(start.id);
  await waitAside(parts, pass, start, reason);
}

/** Shows a run as waiting: in the status, in the history and, when it begins to wait, as an Event. */
export async function waitAside(
  parts: ReconcilerParts,
  pass: Pass,
  start: RunStart,
  reason: Reason,
): Promise<void> {
  const { id, jobName: job, jobUid } = start;
  const isNew = !pass.locust.status.activeRuns?.some(it => it.id === id);
  pass.active.push({
    ...asItWas(pass.locust, { id, job, jobUid, phase: 'queued' }),
    waitsFor: reason,
  });
  await parts.ledger.record(start, { phase: 'queued', reason });
  if (isNew) {
    parts.events.tell(
      pass.locust,
      {
        type: 'Normal',
        reason: 'RunQueued',
        message: `The run ${job} is queued. ${reason.message}`,
      },
      pass.now,
    );
  }
}
