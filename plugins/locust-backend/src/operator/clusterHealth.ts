import type { ClusterHealth } from 'backstage-plugin-locust-common';
import type { ControllerHealth } from '../kube/controller/Controller';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { ResourceType } from '../kube/KubeObject';
import type { ReflectorState } from '../kube/cache/ReflectorState';
import type { InspectionFacts } from './inspection/ClusterInspection';
import type { Trouble } from './inspection/RecentTroubles';
import { resourceOf } from './inspection/rightsInWords';
import { type ClusterFacts, selfCheck } from './inspection/selfCheck';
import { LOCUSTS } from './LocustObject';

/** A resource that the engine watches. */
export interface WatchedResource {
  readonly type: ResourceType;
  readonly reflector: {
    readonly state: ReflectorState;
    /** Wall clock of the server's last sign of life, milliseconds since 1970. */
    readonly lastContactAt?: number;
    hasSynced(): boolean;
    whenSynced(signal?: AbortSignal): Promise<void>;
    mistrust(missedForMs: number): void;
    start(): void;
    stop(): Promise<void>;
  };
  readonly store: { readonly size: number };
}

export interface ClusterHealthFacts {
  readonly cluster: string;
  readonly server: string;
  readonly version?: string;
  readonly watched: readonly Pick<
    WatchedResource,
    'type' | 'reflector' | 'store'
  >[];
  /** Why the cluster's identity could not be read, and since when. */
  readonly connectError?: { readonly error: unknown; readonly since: Date };
  readonly installError?: unknown;
  readonly installsCrd: boolean;
  readonly reconciles: boolean;
  readonly controller?: ControllerHealth;
  readonly leader?: string;
  /** Why the Lease could not be read or written at the last try. */
  readonly leaseError?: unknown;
  readonly isLeader: boolean;
  /** Wall clock, milliseconds since 1970. */
  readonly now: number;
  /** Undefined: nobody inspects the cluster. */
  readonly inspection?: InspectionFacts;
  /** What was complained of lately, the newest first. */
  readonly troubles?: readonly Trouble[];
  readonly reporterRefusals?: ClusterFacts['reporterRefusals'];
  /** The file that gives the account its rights. */
  readonly rightsManifest?: string;
}

type Verdict = Pick<ClusterHealth, 'state' | 'message' | 'since'>;

/** A worker loop that is gone, or a key that has waited so long, is no everyday matter. */
const STALE_KEY_MS = 60_000;

/** So many orphans are named. */
const EXAMPLES = 20;

/** What can be said of a cluster and what to do about it. */
export function clusterHealth(facts: ClusterHealthFacts): ClusterHealth {
  const { controller } = facts;
  const verdict = judge(facts);
  return {
    cluster: facts.cluster,
    server: facts.server,
    ...(facts.version !== undefined && { version: facts.version }),
    ...verdict,
    ...(facts.leader !== undefined && { leader: facts.leader }),
    queueDepth: controller?.depth ?? 0,
    ...(controller && { oldestKeyMs: Math.round(controller.oldestAgeMs) }),
    ...(controller?.lastError && { lastError: controller.lastError.message }),
    ...(facts.troubles && {
      recentErrors: facts.troubles.map(it => ({
        ...it,
        at: new Date(it.at),
      })),
    }),
    ...inspected(facts.inspection),
    findings: [...selfCheck(factsToCheck(facts, verdict))],
    resources: facts.watched.map(({ type, reflector, store }) => ({
      resource: type.plural,
      state: reflector.state.kind,
      objects: store.size,
      ...(reflector.state.kind === 'waiting' && {
        error: reflector.state.error.message,
      }),
      ...(reflector.lastContactAt !== undefined && {
        lastContactAt: new Date(reflector.lastContactAt),
      }),
    })),
  };
}

function inspected(
  inspection: InspectionFacts | undefined,
): Pick<ClusterHealth, 'missingRights' | 'rightsCheckedAt' | 'orphans'> {
  if (!inspection) {
    return {};
  }
  const { rights, orphans } = inspection;
  return {
    ...(rights.kind === 'known' && {
      missingRights: rights.missing.map(it => ({
        verb: it.verb,
        resource: resourceOf(it),
        ...(it.namespace !== undefined && { namespace: it.namespace }),
      })),
      rightsCheckedAt: rights.at,
    }),
    orphans: {
      count: orphans.length,
      examples: orphans
        .slice(0, EXAMPLES)
        .map(({ kind, namespace, name, because }) => ({
          kind,
          namespace,
          name,
          because,
        })),
    },
  };
}

function factsToCheck(
  facts: ClusterHealthFacts,
  { state, message }: Verdict,
): ClusterFacts {
  const { inspection, controller, leaseError } = facts;
  const rights = inspection?.rights;
  return {
    now: facts.now,
    state,
    message,
    rightsManifest: facts.rightsManifest ?? 'manifests/rbac.yaml',
    ...(rights?.kind === 'known' && { missingRights: rights.missing }),
    ...(rights?.kind === 'unknown' && {
      rightsUnknownBecause: rights.because,
    }),
    unknownFields: inspection?.unknownFields,
    clockAheadMs: inspection?.clockAheadMs,
    leaderlessSince: inspection?.leaderlessSince?.getTime(),
    leaseError: leaseError === undefined ? undefined : errorMessage(leaseError),
    oldestKeyMs: controller?.oldestAgeMs,
    isStuck: isStuck(controller),
    watches: facts.watched.map(({ type, reflector }) => ({
      resource: type.plural,
      ...(reflector.state.kind === 'waiting' && {
        error: reflector.state.error.message,
      }),
      lastContactAt: reflector.lastContactAt,
    })),
    orphans: inspection?.orphans ?? [],
    reporterRefusals: facts.reporterRefusals ?? [],
  };
}

function isStuck(controller: ControllerHealth | undefined): boolean {
  return (
    controller !== undefined &&
    (!controller.running || controller.workers === 0)
  );
}

function judge(facts: ClusterHealthFacts): Verdict {
  const { connectError, controller } = facts;
  if (connectError) {
    const { error, since } = connectError;
    return {
      state: isFailure(error, 'forbidden', 'unauthorized')
        ? 'forbidden'
        : 'unreachable',
      message: `${errorMessage(error)}. It is tried again every few seconds.`,
      since,
    };
  }
  const waiting = facts.watched.flatMap(({ type, reflector }) =>
    reflector.state.kind === 'waiting'
      ? [{ type, state: reflector.state }]
      : [],
  );
  const noDefinition = waiting.find(
    it => it.type === LOCUSTS && isFailure(it.state.error, 'notFound'),
  );
  if (noDefinition) {
    return {
      state: 'crdMissing',
      message: facts.installError
        ? `The cluster does not know the Locust resource, and it could not be installed: ${errorMessage(
            facts.installError,
          )}. Have an administrator apply manifests/crd.yaml; work begins as soon as it is there.`
        : 'The cluster does not know the Locust resource. Apply manifests/crd.yaml of the backend plugin, or set locust.installCrd; work begins as soon as it is there.',
      since: new Date(noDefinition.state.since),
    };
  }
  const forbidden = waiting.find(it =>
    isFailure(it.state.error, 'forbidden', 'unauthorized'),
  );
  if (forbidden) {
    return {
      state: 'forbidden',
      message: `${forbidden.state.error.message}. Give the engine's account this right (manifests/rbac.yaml).`,
      since: new Date(forbidden.state.since),
    };
  }
  if (waiting.length > 0) {
    const [{ state, type }] = waiting;
    return {
      state: isFailure(state.error, 'unreachable', 'timeout', 'truncated')
        ? 'unreachable'
        : 'degraded',
      message: `${state.error.message}. What is shown of ${type.plural} may be out of date; it is tried again by itself.`,
      since: new Date(state.since),
    };
  }
  if (!facts.watched.every(it => it.reflector.hasSynced())) {
    return { state: 'starting', message: 'Reading what there is.' };
  }
  if (isStuck(controller)) {
    return {
      state: 'degraded',
      message:
        'No worker is reconciling; they are started again by themselves.',
    };
  }
  if (controller && controller.oldestAgeMs > STALE_KEY_MS) {
    return {
      state: 'degraded',
      message: `A resource has been waiting for ${Math.round(
        controller.oldestAgeMs / 1000,
      )} s to be looked at.`,
    };
  }
  if (!facts.reconciles) {
    return {
      state: 'healthy',
      message: 'Watched; another process runs the tests.',
    };
  }
  if (facts.isLeader) {
    return {
      state: 'healthy',
      message: 'Everything is watched and up to date.',
    };
  }
  if (isFailure(facts.leaseError, 'forbidden', 'unauthorized')) {
    return {
      state: 'forbidden',
      message: `${errorMessage(
        facts.leaseError,
      )}. Without the Lease nothing is run from here; give the engine's account this right (manifests/rbac.yaml).`,
    };
  }
  return facts.leader === undefined
    ? { state: 'starting', message: 'Waiting for the lease.' }
    : {
        state: 'healthy',
        message: 'Watched and up to date; another replica is the leader.',
      };
}
