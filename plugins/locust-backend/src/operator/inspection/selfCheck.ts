import {
  type ClusterHealth,
  type Finding,
  formatDuration,
} from 'backstage-plugin-locust-common';
import type { AccessAttributes } from '../../kube/client/KubeClient';
import type { Orphan } from './findOrphans';
import { rightsInWords } from './rightsInWords';

/** What is known of one cluster and its engine. Times are wall clock, milliseconds since 1970. */
export interface ClusterFacts {
  readonly now: number;
  readonly state: ClusterHealth['state'];
  /** The state in words. */
  readonly message: string;
  /** The file that gives the account its rights. */
  readonly rightsManifest: string;
  /** Undefined: not known. */
  readonly missingRights?: readonly AccessAttributes[];
  /** Why nobody knows. */
  readonly rightsUnknownBecause?: string;
  readonly unknownFields?: readonly string[];
  readonly clockAheadMs?: number;
  readonly leaderlessSince?: number;
  readonly leaseError?: string;
  /** Of the resource that has waited longest to be looked at. */
  readonly oldestKeyMs?: number;
  /** The workers that reconcile are gone. */
  readonly isStuck?: boolean;
  readonly watches: readonly {
    readonly resource: string;
    /** Why it does not follow the cluster. */
    readonly error?: string;
    readonly lastContactAt?: number;
  }[];
  readonly orphans: readonly Orphan[];
  /** Where the reporter could not be put, and why. */
  readonly reporterRefusals: readonly {
    readonly namespace: string;
    readonly message: string;
  }[];
}

/** What is known of this process apart from any cluster. */
export interface ReplicaFacts {
  readonly now: number;
  /** Undefined: not asked yet. */
  readonly database?:
    | { readonly kind: 'answers'; readonly tookMs: number }
    | {
        readonly kind: 'away';
        readonly message: string;
        readonly since: number;
      };
  readonly catalog: {
    readonly hasRead: boolean;
    readonly failure?: { readonly message: string; readonly since: number };
    /** Since when this process has been asking. */
    readonly askedSince: number;
  };
}

/** A finding is told from these on. */
const CLOCK_MS = 30_000;
const LEADERLESS_MS = 60_000;
const QUEUE_MS = 60_000;
/** A server ends a watch after ten minutes, so that a healthy one is never silent for longer. */
const WATCH_MS = 11 * 60_000;
const DATABASE_MS = 1_000;
const CATALOG_MS = 2 * 60_000;

const NAMED = 5;

/** What is wrong with a cluster and its engine, and what to do about it; the worst first. */
export function selfCheck(facts: ClusterFacts): readonly Finding[] {
  return inOrder([
    ...reachability(facts),
    ...definition(facts),
    ...rights(facts),
    ...leadership(facts),
    ...work(facts),
    ...watches(facts),
    ...clock(facts),
    ...reporter(facts),
    ...orphans(facts),
  ]);
}

/** The same of this process itself. */
export function selfCheckReplica(facts: ReplicaFacts): readonly Finding[] {
  return inOrder([...database(facts), ...catalog(facts)]);
}

function reachability({ state, message }: ClusterFacts): Finding[] {
  return state === 'unreachable'
    ? [
        found(
          'error',
          'clusterUnreachable',
          message,
          'Look whether the API server is up and can be reached from the backend, and whether the address, certificate and credentials under locust.clusters are right. Runs that go there go on; their outcome is read as soon as it answers.',
        ),
      ]
    : [];
}

function definition({ state, message, unknownFields = [] }: ClusterFacts) {
  if (state === 'crdMissing') {
    return [
      found(
        'error',
        'definitionMissing',
        message,
        'kubectl apply --server-side -f manifests/crd.yaml of this version of the backend plugin, or set locust.installCrd.',
      ),
    ];
  }
  return unknownFields.length > 0
    ? [
        found(
          'error',
          'definitionOld',
          `The installed definition of the Locust resource is of an earlier version: it does not know ${some(
            unknownFields,
          )}, so these are dropped from what is written.`,
          'kubectl apply --server-side --force-conflicts -f manifests/crd.yaml of this version of the backend plugin, or set locust.installCrd.',
        ),
      ]
    : [];
}

function rights(facts: ClusterFacts): Finding[] {
  const { missingRights, rightsUnknownBecause, rightsManifest } = facts;
  const fix = `Apply ${rightsManifest} of this version of the backend plugin, and bind it to the account that is configured for this cluster.`;
  if (missingRights && missingRights.length > 0) {
    return [
      found(
        'error',
        'rightsMissing',
        `The account may not ${rightsInWords(missingRights)}.`,
        fix,
      ),
    ];
  }
  if (facts.state === 'forbidden') {
    return [found('error', 'rightsMissing', facts.message, fix)];
  }
  return rightsUnknownBecause === undefined
    ? []
    : [
        found(
          'info',
          'rightsUnknown',
          `Whether the account has all the rights it needs cannot be found out: ${rightsUnknownBecause}.`,
          'Let the account ask what it may do (the ClusterRole system:basic-user, which Kubernetes gives to everybody who is signed in).',
        ),
      ];
}

function leadership({ now, leaderlessSince, leaseError }: ClusterFacts) {
  return leaderlessSince !== undefined && now - leaderlessSince >= LEADERLESS_MS
    ? [
        found(
          'error',
          'leaderAbsent',
          `Nobody has led this cluster for ${span(
            now - leaderlessSince,
          )}, so nothing begins and nothing ends${
            leaseError === undefined ? '' : `: ${leaseError}`
          }.`,
          'Look whether the Lease "locust-operator" in the namespace under locust.engine.leaseNamespace can be read and written, and at the log of the backend.',
        ),
      ]
    : [];
}

function work({ isStuck, oldestKeyMs = 0 }: ClusterFacts): Finding[] {
  return [
    ...(isStuck
      ? [
          found(
            'error',
            'engineStuck',
            'No worker is reconciling.',
            'They are started again by themselves. Where they are not, restart the backend and report what its log says.',
          ),
        ]
      : []),
    ...(oldestKeyMs >= QUEUE_MS
      ? [
          found(
            'warning',
            'queueOld',
            `A resource has been waiting for ${span(
              oldestKeyMs,
            )} to be looked at, which mostly takes milliseconds.`,
            'Look whether the API server and the database answer slowly, and whether the process has enough CPU.',
          ),
        ]
      : []),
  ];
}

function watches({ now, state, watches: all }: ClusterFacts): Finding[] {
  if (['unreachable', 'crdMissing', 'forbidden'].includes(state)) {
    // It is said already why.
    return [];
  }
  const failing = all.filter(it => it.error !== undefined);
  const silent = all.filter(
    it =>
      it.error === undefined &&
      it.lastContactAt !== undefined &&
      now - it.lastContactAt >= WATCH_MS,
  );
  return [
    ...(failing.length > 0
      ? [
          found(
            'warning',
            'watchFailing',
            `What is known of ${some(
              failing.map(it => it.resource),
            )} may be out of date: ${failing[0].error}.`,
            'It is tried again by itself. Where that does not help, look at the API server.',
          ),
        ]
      : []),
    ...(silent.length > 0
      ? [
          found(
            'warning',
            'watchLag',
            `The API server has told nothing of ${some(
              silent.map(it => it.resource),
            )} for ${span(
              now - Math.min(...silent.map(it => it.lastContactAt!)),
            )}, though it ends every watch within ten minutes.`,
            'Look for a proxy or load balancer before the API server that holds dead connections open.',
          ),
        ]
      : []),
  ];
}

function clock({ clockAheadMs = 0 }: ClusterFacts): Finding[] {
  return Math.abs(clockAheadMs) >= CLOCK_MS
    ? [
        found(
          'warning',
          'clockSkew',
          `The API server's clock is ${span(Math.abs(clockAheadMs))} ${
            clockAheadMs > 0 ? 'ahead of' : 'behind'
          } the backend's, so that times of runs do not agree and schedules seem to start early or late.`,
          'Let both take their time from the same servers (NTP).',
        ),
      ]
    : [];
}

function reporter({ reporterRefusals }: ClusterFacts): Finding[] {
  return reporterRefusals.length > 0
    ? [
        found(
          'warning',
          'reporterRefused',
          `The reporter cannot be put into ${some(
            reporterRefusals.map(it => `namespace ${it.namespace}`),
          )}, so runs there go without figures over time and per endpoint: ${
            reporterRefusals[0].message
          }`,
          'Let the account make ConfigMaps there, or look whether a quota or an admission rule refuses them.',
        ),
      ]
    : [];
}

function orphans({ orphans: all }: ClusterFacts): Finding[] {
  return all.length > 0
    ? [
        found(
          'warning',
          'orphans',
          `${all.length} ${
            all.length === 1 ? 'object belongs' : 'objects belong'
          } to no Locust any more: ${some(
            all.map(it => `${it.kind} ${it.namespace}/${it.name}`),
          )}.`,
          'Nothing is removed that nobody is known to own. Look whether anybody needs them, and remove them with kubectl delete.',
        ),
      ]
    : [];
}

function database({ now, database: it }: ReplicaFacts): Finding[] {
  if (it?.kind === 'away') {
    return [
      found(
        'error',
        'databaseAway',
        `The database has not answered for ${span(now - it.since)}: ${
          it.message
        }. Runs go on, their history is written once it answers, and until then nothing of it can be shown.`,
        'Look whether the database of the backend is up, and at backend.database in the configuration.',
      ),
    ];
  }
  return it && it.tookMs >= DATABASE_MS
    ? [
        found(
          'warning',
          'databaseSlow',
          `The database took ${span(
            it.tookMs,
          )} for a question without work, so every page is slow.`,
          'Look at the load of the database and of this process, and at the number of connections that are allowed.',
        ),
      ]
    : [];
}

function catalog({ now, catalog: it }: ReplicaFacts): Finding[] {
  const since = it.failure?.since ?? (it.hasRead ? undefined : it.askedSince);
  return since !== undefined && now - since >= CATALOG_MS
    ? [
        found(
          'warning',
          'catalogUnread',
          `The catalog has not been read for ${span(now - since)}${
            it.failure ? `: ${it.failure.message}` : ''
          }. ${
            it.hasRead
              ? 'What belongs to whom is as it was before.'
              : 'It is not known what belongs to whom, so runs count for their namespace and nobody is told of them.'
          }`,
          'Look whether the catalog plugin is up, and at the log of the backend.',
        ),
      ]
    : [];
}

function found(
  severity: Finding['severity'],
  code: Finding['code'],
  what: string,
  fix: string,
): Finding {
  return { severity, code, what, fix };
}

const ORDER: readonly Finding['severity'][] = ['error', 'warning', 'info'];

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return ORDER.flatMap(severity =>
    findings.filter(it => it.severity === severity),
  );
}

/** `a, b and 3 more`. */
function some(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 0
    ? `${names.slice(0, NAMED).join(', ')} and ${rest} more`
    : names.join(', ');
}

function span(ms: number): string {
  return formatDuration(ms / 1000);
}
