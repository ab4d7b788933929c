import { LABELS } from 'backstage-plugin-locust-common';
import type { ObjectMeta } from '../../kube/KubeObject';
import { LOCUST_CONTAINER } from '../children/podParts';
import { decodeMetadata } from './decodeMetadata';
import { asDate } from './JobObject';

/** What the container `locust` of a pod is at. */
export type ContainerState =
  | {
      readonly kind: 'waiting';
      readonly reason?: string;
      readonly message?: string;
    }
  | { readonly kind: 'running'; readonly startedAt?: Date }
  | {
      readonly kind: 'terminated';
      readonly exitCode: number;
      readonly reason?: string;
      readonly startedAt?: Date;
      readonly finishedAt?: Date;
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
}

interface RawState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: {
    readonly exitCode?: number;
    readonly reason?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
}

interface RawPod {
  readonly metadata?: unknown;
  readonly spec?: { readonly activeDeadlineSeconds?: number };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly startTime?: string;
    readonly containerStatuses?:
      | readonly { readonly name?: string; readonly state?: RawState }[]
      | null;
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
  return {
    metadata: decodeMetadata(metadata),
    phase: status?.phase,
    reason: status?.reason,
    message: status?.message,
    activeDeadlineSeconds: spec?.activeDeadlineSeconds,
    startTime: asDate(status?.startTime),
    container: containerState(
      status?.containerStatuses?.find(it => it.name === LOCUST_CONTAINER)
        ?.state,
    ),
    unschedulable: unschedulable && {
      message: unschedulable.message ?? '',
      since: asDate(unschedulable.lastTransitionTime),
    },
  };
}

function containerState(
  state: RawState | undefined,
): ContainerState | undefined {
  if (state?.terminated) {
    const { exitCode, reason, startedAt, finishedAt } = state.terminated;
    return {
      kind: 'terminated',
      exitCode: exitCode ?? -1,
      reason,
      startedAt: asDate(startedAt),
      finishedAt: asDate(finishedAt),
    };
  }
  if (state?.running) {
    return { kind: 'running', startedAt: asDate(state.running.startedAt) };
  }
  return state?.waiting ? { kind: 'waiting', ...state.waiting } : undefined;
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
