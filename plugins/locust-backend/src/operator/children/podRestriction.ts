import { quantityValue } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { isMadeByPortal } from '../retention';
import type { Role } from './volumes';

/** What a container is promised and may take, by the name of the resource. */
export interface ContainerResources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** What pods have that their resource does not say. */
export interface PodSettings {
  /**
   * Whose pods are made as the Pod Security Standard "restricted" asks for, with requests and limits: those of what the
   * portal has made, all, or none. In a namespace that enforces the standard all are.
   */
  readonly restricted: 'portal' | 'all' | 'none';
  /** User and group that restricted pods run as; the published image's own is 1000, by a name that no kubelet can check. */
  readonly runAsUser: number;
  /** Of restricted pods, where their resource does not say. */
  readonly resources: Readonly<Record<Role, ContainerResources>>;
}

/** Enough for a test of usual size: a process of Locust takes one core at most. */
const ONE_CORE: ContainerResources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '1', memory: '1Gi' },
};

export const POD_DEFAULTS: PodSettings = {
  restricted: 'portal',
  runAsUser: 1000,
  resources: { master: ONE_CORE, worker: ONE_CORE },
};

/** What the Pod Security Standard "restricted" asks of a pod, and how much it may take. */
export interface PodRestriction {
  readonly runAsUser: number;
  readonly resources: ContainerResources;
}

/** Undefined: the pods of a role are as the operator before this one made them. */
export function podRestriction(
  locust: LocustObject,
  role: Role,
  { restricted, runAsUser, resources }: PodSettings,
): PodRestriction | undefined {
  const applies =
    restricted === 'all' || (restricted === 'portal' && isMadeByPortal(locust));
  return applies ? { runAsUser, resources: resources[role] } : undefined;
}

/** Of the container that Locust runs in. */
export function containerRestriction() {
  return {
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
  };
}

/** Of the whole pod. */
export function wholePodRestriction({ runAsUser }: PodRestriction) {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser,
      runAsGroup: runAsUser,
      // A volume that is written to belongs to the group; one that does already is not gone through.
      fsGroup: runAsUser,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** Resources of which a container that is restricted has a request and a limit. */
const LIMITED = ['cpu', 'memory'] as const;

/**
 * Requests and limits of what is given, and where it says nothing of cpu or memory those by default. Where only one of the
 * two is given the other gives way: a limit is no less than its request.
 */
export function completedResources(
  { requests = {}, limits = {} }: ContainerResources,
  defaults: ContainerResources,
): ContainerResources {
  const completed = LIMITED.map(name => {
    const request =
      requests[name] ?? smaller(defaults.requests?.[name], limits[name]);
    const limit = limits[name] ?? larger(defaults.limits?.[name], request);
    return { name, request, limit };
  });
  const all = (of: 'request' | 'limit') =>
    Object.fromEntries(
      completed.flatMap(it => {
        const amount = it[of];
        return amount === undefined ? [] : [[it.name, amount]];
      }),
    );
  return {
    requests: { ...requests, ...all('request') },
    limits: { ...limits, ...all('limit') },
  };
}

function smaller(a: string | undefined, b: string | undefined) {
  return a !== undefined && b !== undefined && value(b) < value(a) ? b : a;
}

function larger(a: string | undefined, b: string | undefined) {
  return a !== undefined && b !== undefined && value(b) > value(a) ? b : a;
}

/** Validation has found it to be an amount. */
function value(amount: string): number {
  return quantityValue(amount) ?? 0;
}
