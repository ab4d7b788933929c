import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseDuration } from 'backstage-plugin-locust-common';
import type { FreezeWindow } from '../freezes/FreezeWindow';
import type { NetworkPolicySettings } from '../operator/children/networkPolicies';
import type { PodSettings } from '../operator/children/podRestriction';
import type { GuardrailRule } from '../policy/GuardrailBook';
import type { OwnerLimits } from '../runs/OwnerLimits';
import type { OwnerQuota } from '../runs/OwnerQuota';
import type { ClusterConfig } from './ClusterConfig';
import { readFreezes } from './readFreezes';
import { readGuardrails } from './readGuardrails';
import { readNamespaceOwners } from './readNamespaceOwners';
import { readOwnerLimits } from './readOwnerLimits';
import { readOwnerQuota } from './readOwnerQuota';
import { readClusters } from './readClusters';
import { readNetworkPolicy } from './readNetworkPolicy';
import { readPods } from './readPods';
import { wholeNumber } from './wholeNumber';

/** As client-go names them; lease duration > renew deadline > retry period. */
export interface LeaseConfig {
  readonly leaseSeconds?: number;
  readonly renewSeconds?: number;
  readonly retrySeconds?: number;
}

/** Which runs the history keeps; undefined: all. */
export interface RetentionConfig {
  readonly days?: number;
  readonly runsPerEntity?: number;
}

/** The plugin's part of app-config, decoded: what is wrong is said with its path. */
export interface LocustConfig {
  readonly clusters: readonly ClusterConfig[];
  /** Entity references of who answers for runs without an entity, by namespace. */
  readonly namespaceOwners: Readonly<Record<string, string>>;
  /** What the platform team allows, in the order in which the rules were written. */
  readonly guardrails: readonly GuardrailRule[];
  /** How many runs of an owner there may be over all clusters. */
  readonly ownerQuota: OwnerQuota;
  /** Of single owners, in place of what counts for all. */
  readonly ownerLimits: readonly OwnerLimits[];
  /** Times in which nothing starts. */
  readonly freezes: readonly FreezeWindow[];
  /** What pods have that their resource does not say. */
  readonly pods: PodSettings;
  /** Undefined: runs get no network policies. */
  readonly networkPolicy: NetworkPolicySettings | undefined;
  readonly engineEnabled: boolean;
  readonly leaseNamespace: string;
  /** Times of the leader election; what is left out is Kubernetes' usual. */
  readonly lease: LeaseConfig;
  readonly installCrd: boolean;
  readonly image: string;
  readonly defaultNamespace?: string;
  readonly ttlAfterFinished: string;
  readonly deleteFinished: 'portal' | 'all' | 'none';
  readonly graceSeconds: number;
  readonly maximumRunTime: string;
  readonly reporter: boolean;
  readonly retention: RetentionConfig;
  /** Whether metrics may be scraped without credentials. */
  readonly openMetrics: boolean;
}

/** The image used where neither resource nor configuration names one. */
export const DEFAULT_IMAGE = 'locustio/locust:2.47.0';

const DELETE_FINISHED = ['portal', 'all', 'none'] as const;

function readDuration(
  config: Config | undefined,
  key: string,
  fallback: string,
  words: readonly string[],
): string {
  const value = config?.getOptional<string | number>(key);
  const text = value === undefined ? fallback : String(value);
  if (words.includes(text)) {
    return text;
  }
  try {
    parseDuration(text);
  } catch (error) {
    throw new InputError(
      `locust.${key}: ${error instanceof Error ? error.message : error}`,
    );
  }
  return text;
}

/** A whole number above 0, or `unlimited`, which is undefined. */
function readLimit(
  config: Config | undefined,
  key: string,
  fallback: number,
): number | undefined {
  const value = config?.getOptional<unknown>(key) ?? fallback;
  if (value === 'unlimited') {
    return undefined;
  }
  const limit = wholeNumber(value);
  if (limit === undefined) {
    throw new InputError(
      `locust.${key} is ${JSON.stringify(
        value,
      )}; it may be a whole number of 1 or more, or "unlimited"`,
    );
  }
  return limit;
}

function readLease(config: Config | undefined): LeaseConfig {
  const leaseSeconds = config?.getOptionalNumber('leaseSeconds');
  const renewSeconds = config?.getOptionalNumber('renewSeconds');
  const retrySeconds = config?.getOptionalNumber('retrySeconds');
  const lease = leaseSeconds ?? 15;
  const renew = renewSeconds ?? 10;
  const retry = retrySeconds ?? 2;
  if (!(lease > renew && renew > retry && retry > 0)) {
    throw new InputError(
      `locust.engine.lease comes to a lease of ${lease} s, a renewal within ${renew} s and a try every ${retry} s; each must be longer than the next, and the last more than 0`,
    );
  }
  return { leaseSeconds, renewSeconds, retrySeconds };
}

/**
 * Reads `locust` from app-config.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readLocustConfig(root: Config): LocustConfig {
  const config = root.getOptionalConfig('locust');
  const deleteFinished =
    config?.getOptionalString('deleteFinished') ?? 'portal';
  const known = DELETE_FINISHED.find(value => value === deleteFinished);
  if (!known) {
    throw new InputError(
      `locust.deleteFinished is "${deleteFinished}"; it may be ${DELETE_FINISHED.join(
        ', ',
      )}`,
    );
  }
  const graceSeconds = config?.getOptionalNumber('graceSeconds') ?? 300;
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0) {
    throw new InputError(
      `locust.graceSeconds is ${graceSeconds}; it must be a whole number of seconds, 0 or more`,
    );
  }
  return {
    clusters: readClusters(root),
    namespaceOwners: readNamespaceOwners(root),
    guardrails: readGuardrails(root),
    ownerQuota: readOwnerQuota(root),
    ownerLimits: readOwnerLimits(root),
    freezes: readFreezes(root),
    pods: readPods(root),
    networkPolicy: readNetworkPolicy(root),
    engineEnabled: config?.getOptionalBoolean('engine.enabled') ?? true,
    leaseNamespace:
      config?.getOptionalString('engine.leaseNamespace') ?? 'default',
    lease: readLease(config?.getOptionalConfig('engine.lease')),
    installCrd: config?.getOptionalBoolean('installCrd') ?? false,
    image: config?.getOptionalString('image') ?? DEFAULT_IMAGE,
    defaultNamespace: config?.getOptionalString('defaultNamespace'),
    ttlAfterFinished: readDuration(config, 'ttlAfterFinished', '24h', [
      '0',
      'never',
    ]),
    deleteFinished: known,
    graceSeconds,
    maximumRunTime: readDuration(config, 'maximumRunTime', '24h', []),
    reporter: config?.getOptionalBoolean('reporter') ?? true,
    retention: {
      days: readLimit(config, 'retention.days', 365),
      runsPerEntity: readLimit(config, 'retention.runsPerEntity', 1_000),
    },
    openMetrics:
      config?.getOptionalBoolean('metrics.allowUnauthenticated') ?? false,
  };
}
