import type { Reason } from 'backstage-plugin-locust-common';
import type { PodObject } from './observed/PodObject';

/** Something that keeps a pod from running Locust. */
export interface PodTrouble extends Reason {
  /**
   * - `image`: worth a short wait, for registries hiccup.
   * - `placement`: worth waiting as long as for workers, for nodes may be added.
   * - `configuration`: worth the same, for the missing object may be made.
   */
  readonly kind: 'image' | 'placement' | 'configuration';
  /** When the pod's waiting began, as far as is known. */
  readonly since?: Date;
}

const IMAGE_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
]);

const CONFIGURATION_REASONS: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** What keeps the pod from running, in words a person can act on; undefined: nothing that will not pass by itself. */
export function podTrouble(
  pod: PodObject,
  role: 'master' | 'worker',
): PodTrouble | undefined {
  const { container, unschedulable } = pod;
  const since = pod.startTime ?? created(pod);
  if (container?.kind === 'waiting' && container.reason) {
    const detail = sentence(container.message);
    if (IMAGE_REASONS.has(container.reason)) {
      return {
        kind: 'image',
        code: 'ImagePullFailed',
        message: `The image of the ${role} cannot be pulled (${container.reason}).${detail} Check the image's name and the pull secret.`,
        since,
      };
    }
    if (CONFIGURATION_REASONS.has(container.reason)) {
      return {
        kind: 'configuration',
        code: container.reason,
        message: `The ${role}'s container cannot be made (${container.reason}).${detail}`,
        since,
      };
    }
  }
  if (unschedulable) {
    return {
      kind: 'placement',
      code: 'Unschedulable',
      message: `No node has room for the ${role}.${sentence(
        unschedulable.message,
      )}`,
      since: unschedulable.since ?? created(pod),
    };
  }
  return undefined;
}

/** Why a pod that has ended did not end by itself; undefined: Locust's exit code says it all. */
export function podFailure(pod: PodObject): Reason | undefined {
  if (pod.reason === 'Evicted') {
    return {
      code: 'Evicted',
      message: `The node evicted the master.${sentence(pod.message)}`,
    };
  }
  if (
    pod.container?.kind === 'terminated' &&
    pod.container.reason === 'OOMKilled'
  ) {
    return {
      code: 'OutOfMemory',
      message:
        'The master ran out of memory and was killed; use fewer distinct request names, or a larger memory limit.',
    };
  }
  if (
    pod.reason &&
    pod.reason !== 'DeadlineExceeded' &&
    pod.phase === 'Failed'
  ) {
    return {
      code: pod.reason,
      message: `The master's pod failed (${pod.reason}).${sentence(
        pod.message,
      )}`,
    };
  }
  return undefined;
}

function created(pod: PodObject): Date | undefined {
  const { creationTimestamp } = pod.metadata;
  return creationTimestamp ? new Date(creationTimestamp) : undefined;
}

const LONGEST_DETAIL = 300;

/** A message of the kubelet or scheduler as a sentence of its own. */
function sentence(message: string | undefined): string {
  const text = message?.replace(/\s+/g, ' ').trim();
  if (!text) {
    return '';
  }
  const cut =
    text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text;
  return ` ${cut[0].toUpperCase()}${cut.slice(1)}${
    /[.…!]$/.test(cut) ? '' : '.'
  }`;
}
