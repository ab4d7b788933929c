import type { Reason } from 'backstage-plugin-locust-common';
import type { ContainerEnd, PodObject } from './observed/PodObject';
import { inSentence } from './inSentence';

/** Something that keeps a pod from running Locust, or has ended it. */
export interface PodTrouble extends Reason {
  /**
   * - `image`: worth a short wait, for registries hiccup.
   * - `placement`: worth waiting as long as for workers, for nodes may be added.
   * - `configuration`: worth the same, for the missing object may be made.
   * - `lost`: it ran, and what it did is lost; another one may have begun in its place.
   * - `crash`: Locust ends in it again and again, for a reason that its log may tell.
   */
  readonly kind: 'image' | 'placement' | 'configuration' | 'lost' | 'crash';
  /** When the pod's waiting began, as far as is known. */
  readonly since?: Date;
}

type Role = 'master' | 'worker';

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

/** Why a container ended that never began: mostly there is no such command in the image. */
const START_REASONS: ReadonlySet<string> = new Set([
  'StartError',
  'ContainerCannotRun',
]);

/** By SIGKILL, with or without a word about why. */
const KILLED = 137;

const OUT_OF_MEMORY: Readonly<Record<Role, string>> = {
  master:
    'The master ran out of memory and was killed; use fewer distinct request names, or raise its memory limit (master.resources).',
  worker:
    'A worker ran out of memory and was killed, and its users with it; spread the users over more workers, keep less in the locustfile, or raise the memory limit (worker.resources).',
};

/** What keeps the pod from running, in words a person can act on; undefined: nothing that will not pass by itself. */
export function podTrouble(pod: PodObject, role: Role): PodTrouble | undefined {
  return (
    waitingTrouble(pod, role) ??
    placementTrouble(pod, role) ??
    (role === 'worker' ? workerEnd(pod) : undefined)
  );
}

function waitingTrouble(pod: PodObject, role: Role): PodTrouble | undefined {
  const { container } = pod;
  if (container?.kind !== 'waiting' || !container.reason) {
    return undefined;
  }
  const { reason, message } = container;
  const since = pod.startTime ?? created(pod);
  if (IMAGE_REASONS.has(reason)) {
    return {
      kind: 'image',
      code: 'ImagePullFailed',
      message: `The image of the ${role} cannot be pulled (${reason}${inSentence(
        message,
      )}); check the image's name and the pull secret, and whether the node reaches the registry.`,
      since,
    };
  }
  if (CONFIGURATION_REASONS.has(reason)) {
    return {
      kind: 'configuration',
      code: reason,
      message: `The ${role}'s container cannot be made (${reason}${inSentence(
        message,
      )}); make what is missing, or correct what the resource names.`,
      since,
    };
  }
  return undefined;
}

function placementTrouble(pod: PodObject, role: Role): PodTrouble | undefined {
  const { unschedulable } = pod;
  return (
    unschedulable && {
      kind: 'placement',
      code: 'Unschedulable',
      message: `No node takes the ${role}${inSentence(
        unschedulable.message,
      )}; ask for less CPU or memory, correct its nodeSelector, affinity or tolerations, or add such a node.`,
      since: unschedulable.since ?? created(pod),
    }
  );
}

/** Workers are begun again in the same pod, which remembers how they ended; an evicted pod stays beside its successor. */
function workerEnd(pod: PodObject): PodTrouble | undefined {
  const { container } = pod;
  const failure = podFailure(pod, 'worker');
  if (failure) {
    return {
      kind: failure.code === 'StartFailed' ? 'configuration' : 'lost',
      ...failure,
    };
  }
  const end = container && endOf(container);
  return end && end.exitCode !== 0 && endsAgainAndAgain(container)
    ? {
        kind: 'crash',
        code: 'WorkerFailed',
        message: `The worker ends again and again (exit code ${end.exitCode}); its log tells why.`,
      }
    : undefined;
}

/** It waits to be begun once more, or will not be any more, for its pod is on its way out with its run. */
function endsAgainAndAgain(
  container: NonNullable<PodObject['container']>,
): boolean {
  return container.kind === 'terminated'
    ? container.last !== undefined && container.last.exitCode !== 0
    : container.kind === 'waiting' && container.reason === 'CrashLoopBackOff';
}

/** Why a pod that has ended did not end by itself; undefined: Locust's exit code says it all. */
export function podFailure(
  pod: PodObject,
  role: Role = 'master',
): Reason | undefined {
  const { reason, message, disruption, container } = pod;
  const end = container && endOf(container);
  if (reason === 'Evicted') {
    return {
      code: 'Evicted',
      message: `The node evicted the ${role}${inSentence(
        message,
      )}; request as much memory and storage as it uses, or give it a limit that it keeps, and run the test again.`,
    };
  }
  if (disruption && isBefore(disruption.at, end?.finishedAt)) {
    return {
      code: 'Evicted',
      message: `The ${role} was evicted from its node (${
        disruption.reason
      }${inSentence(
        disruption.message,
      )}); run the test again once nodes are left alone, or give it nodes that are.`,
    };
  }
  if (end?.reason === 'OOMKilled') {
    return { code: 'OutOfMemory', message: OUT_OF_MEMORY[role] };
  }
  if (end?.reason && START_REASONS.has(end.reason)) {
    return {
      code: 'StartFailed',
      message: `The ${role}'s container could not be started (${
        end.reason
      }${inSentence(
        end.message,
      )}); correct the command, or take an image that has it.`,
    };
  }
  if (reason && reason !== 'DeadlineExceeded' && pod.phase === 'Failed') {
    return {
      code: reason,
      message: `The ${role}'s pod failed (${reason}${inSentence(
        message,
      )}); run the test again.`,
    };
  }
  return undefined;
}

/** Why a master ended by a signal that nobody has accounted for. */
export function killReason(exitCode: number | undefined): Reason | undefined {
  return exitCode === KILLED
    ? {
        code: 'Killed',
        message: `The master was killed (exit code ${KILLED}), mostly because its node had no memory left; give it a memory request, or another node, and run the test again.`,
      }
    : undefined;
}

/** How the container ended, or did before it was begun again. */
function endOf(
  container: NonNullable<PodObject['container']>,
): ContainerEnd | undefined {
  return container.kind === 'terminated' ? container : container.last;
}

/** Kubernetes' times have whole seconds. A pod that is still there has not ended by anything but that. */
function isBefore(at: Date | undefined, end: Date | undefined): boolean {
  return !at || !end || at.getTime() <= end.getTime();
}

function created(pod: PodObject): Date | undefined {
  const { creationTimestamp } = pod.metadata;
  return creationTimestamp ? new Date(creationTimestamp) : undefined;
}
