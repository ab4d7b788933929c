import { LABELS } from 'backstage-plugin-locust-common';
import type { ObjectMeta } from '../../kube/KubeObject';
import { LOCUST_CONTAINER } from '../children/podParts';
import { decodeMetadata } from './decodeMetadata';
import { asDate } from './JobObject';

/** How a container ended. */
export interface ContainerEnd {
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, … */
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
}

/** What the container `locust` of a pod is at. */
export type ContainerState = (
  | {
      readonly kind: 'waiting';
      readonly reason?: string;
      readonly message?: string;
    }
  | { readonly kind: 'running'; readonly startedAt?: Date }
  | ({ readonly kind: 'terminated' } & ContainerEnd)
) & {
  /** How it ended before the kubelet began it again, as it does with workers. */
  readonly last?: ContainerEnd;
};

/** A pod of a master or worker, projected to what is read of it. */
export interface PodObject {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  readonly phase?: string;
  /** Of the pod as a whole: `DeadlineExceeded`, `Evicted`, … */
  readonly reason?: string;
  readonly message?: string;
  readonly activeDeadlineSeconds?: number;
  readonly startTime?: Date;
  /** Undefined until a kubelet has taken the pod. */
  readonly container?: ContainerState;
  /** Why no node was found, and since when. */
  readonly unschedulable?: { readonly message: string; readonly since?: Date };
  /** Why Kubernetes has the pod end early: a drained or lost node, a pod of higher priority, … */
  readonly disruption?: {
    readonly reason: string;
    readonly message?: string;
    readonly at?: Date;
  };
}

interface RawState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: RawEnd;
}

interface RawEnd {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

interface RawContainer {
  readonly name?: string;
  readonly state?: RawState;
  readonly lastState?: RawState;
}

interface RawPod {
  readonly metadata?: unknown;
  readonly spec?: { readonly activeDeadlineSeconds?: number };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly startTime?: string;
    readonly containerStatuses?: readonly RawContainer[] | null;
    readonly conditions?:
      | readonly {
          readonly type?: string;
          readonly status?: string;
          readonly reason?: string;
          readonly message?: string;
          readonly lastTransitionTime?: string;
        }[]
      | null;
  };
}

/** For the reflector of pods. */
export function decodePod(raw: unknown): PodObject {
  const { metadata, spec, status } = raw as RawPod;
  const unschedulable = status?.conditions?.find(
    it =>
      it.type === 'PodScheduled' &&
      it.status === 'False' &&
      it.reason === 'Unschedulable',
  );
  const disruption = status?.conditions?.find(
    it => it.type === 'DisruptionTarget' && it.status === 'True',
  );
  return {
    metadata: decodeMetadata(metadata),
    phase: status?.phase,
    reason: status?.reason,
    message: status?.message,
    activeDeadlineSeconds: spec?.activeDeadlineSeconds,
    startTime: asDate(status?.startTime),
    container: containerState(
      status?.containerStatuses?.find(it => it.name === LOCUST_CONTAINER),
    ),
    unschedulable: unschedulable && {
      message: unschedulable.message ?? '',
      since: asDate(unschedulable.lastTransitionTime),
    },
    disruption: disruption && {
      reason: disruption.reason ?? 'DisruptionTarget',
      message: disruption.message,
      at: asDate(disruption.lastTransitionTime),
    },
  };
}

function containerState(
  container: RawContainer | undefined,
): ContainerState | undefined {
  const { state, lastState } = container ?? {};
  const last = lastState?.terminated && {
    last: containerEnd(lastState.terminated),
  };
  if (state?.terminated) {
    return { kind: 'terminated', ...containerEnd(state.terminated), ...last };
  }
  if (state?.running) {
    return {
      kind: 'running',
      startedAt: asDate(state.running.startedAt),
      ...last,
    };
  }
  if (state?.waiting) {
    const { reason, message } = state.waiting;
    return { kind: 'waiting', reason, message, ...last };
  }
  return undefined;
}

function containerEnd(raw: RawEnd): ContainerEnd {
  const { exitCode, reason, message, startedAt, finishedAt } = raw;
  return {
    exitCode: exitCode ?? -1,
    reason,
    message,
    startedAt: asDate(startedAt),
    finishedAt: asDate(finishedAt),
  };
}

/** Set by the Job controller on the pods it makes (Kubernetes 1.27 and later; before, without the prefix). */
export const JOB_CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';

/** The UID of the Job that a pod serves: the Job controller's label on masters, ours on workers. */
export function jobUidOf(pod: Pick<PodObject, 'metadata'>): string | undefined {
  const labels = pod.metadata.labels ?? {};
  return labels[LABELS.jobUid] ?? labels[JOB_CONTROLLER_UID];
}

export function isWorker(pod: Pick<PodObject, 'metadata'>): boolean {
  return pod.metadata.labels?.[LABELS.role] === 'worker';
}
