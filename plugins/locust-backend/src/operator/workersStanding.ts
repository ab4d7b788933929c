import type { LocustFailure } from '../runs/LocustFailure';
import { locustFailureReason } from './locustFailureReason';
import type { PodObject } from './observed/PodObject';
import { type PodTrouble, podTrouble } from './podTrouble';
import { podRefusal } from './refusalReason';

/** How a run's workers are doing. */
export interface WorkersStanding {
  readonly pods: number;
  /** In how many of them a container runs, Locust in it or not. */
  readonly running: number;
  /** What keeps one of them from working, or has ended one. */
  readonly trouble?: PodTrouble;
}

/**
 * @param refusal - why the ReplicaSet's controller makes no (more) pods
 * @param failureOf - asked of a worker that ends again and again: why, as far as its log is read
 */
export function workersStanding(
  pods: readonly PodObject[],
  refusal: string | undefined,
  failureOf: (pod: PodObject) => LocustFailure | undefined,
): WorkersStanding {
  const troubles = pods.flatMap(pod => {
    const trouble = podTrouble(pod, 'worker');
    return trouble ? [{ pod, trouble }] : [];
  });
  // What has passed must not hide what stands in the way now.
  const worst = troubles.find(it => it.trouble.kind !== 'lost') ?? troubles[0];
  const trouble =
    worst?.trouble.kind === 'crash'
      ? explained(worst.trouble, failureOf(worst.pod))
      : worst?.trouble;
  return {
    pods: pods.length,
    running: pods.filter(it => it.container?.kind === 'running').length,
    trouble:
      trouble ??
      (refusal === undefined
        ? undefined
        : { kind: 'placement', ...podRefusal(refusal, 'worker') }),
  };
}

function explained(
  trouble: PodTrouble,
  failure: LocustFailure | undefined,
): PodTrouble {
  return failure
    ? { ...trouble, ...locustFailureReason(failure, 'worker') }
    : trouble;
}
