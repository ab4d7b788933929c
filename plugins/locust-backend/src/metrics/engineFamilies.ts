import type { ClusterHealth, Finding } from 'backstage-plugin-locust-common';
import type { EngineMeter } from './EngineMeter';
import type { MetricFamily, MetricSample } from './MetricFamily';

/** What is known of one cluster's engine in this process. */
export interface EngineFacts {
  readonly health: ClusterHealth;
  /** This process reconciles the cluster. */
  readonly leads: boolean;
  /** Milliseconds since 1970; undefined: no sign of life yet. */
  readonly lastContacts: readonly {
    readonly resource: string;
    readonly at: number | undefined;
  }[];
  /** Undefined where the cluster could not even be configured. */
  readonly meter?: EngineMeter;
}

const STATES = [
  'healthy',
  'starting',
  'crdMissing',
  'forbidden',
  'unreachable',
  'degraded',
] as const satisfies readonly ClusterHealth['state'][];

const PREFIX = 'locust_operator_engine';

/**
 * How the engines of this process are, and what they have done since its start.
 *
 * @param replicaFindings - what is wrong with the process itself, told without a cluster
 */
export function engineFamilies(
  engines: readonly EngineFacts[],
  now: Date,
  replicaFindings: readonly Finding[] = [],
): readonly MetricFamily[] {
  const gauge = (
    name: string,
    help: string,
    samplesOf: (facts: EngineFacts) => readonly MetricSample[],
  ): MetricFamily => ({
    name: `${PREFIX}_${name}`,
    help,
    type: 'gauge',
    samples: engines.flatMap(samplesOf),
  });
  const counter = (
    name: string,
    help: string,
    which: Parameters<EngineMeter['samples']>[0],
  ): MetricFamily => ({
    name: `${PREFIX}_${name}`,
    help,
    type: 'counter',
    samples: engines.flatMap(({ meter }) => meter?.samples(which) ?? []),
  });
  const one = (
    { health }: EngineFacts,
    value: number,
    labels: Readonly<Record<string, string>> = {},
  ): MetricSample => ({
    labels: { cluster: health.cluster, ...labels },
    value,
  });

  return [
    gauge('reachable', 'Whether the API server answers: 1, else 0.', facts => [
      one(facts, facts.health.state === 'unreachable' ? 0 : 1),
    ]),
    gauge('state', 'State of the engine, an enumeration.', facts =>
      STATES.map(state =>
        one(facts, state === facts.health.state ? 1 : 0, { state }),
      ),
    ),
    gauge(
      'trouble_start_time_seconds',
      'Since when the engine is not well, seconds since 1970; no series where it is.',
      facts =>
        facts.health.since && facts.health.state !== 'healthy'
          ? [one(facts, Math.round(+new Date(facts.health.since) / 1000))]
          : [],
    ),
    {
      name: `${PREFIX}_findings`,
      help: 'What the self-check has found, 1 for each; no series where nothing is wrong.',
      type: 'gauge',
      samples: [
        ...replicaFindings.map(it => found(it, {})),
        ...engines.flatMap(({ health: { cluster, findings } }) =>
          findings.map(it => found(it, { cluster })),
        ),
      ],
    },
    gauge(
      'leader',
      'Whether this process leads the cluster: 1, else 0.',
      facts => [one(facts, facts.leads ? 1 : 0)],
    ),
    gauge('queue_depth', 'Resources that wait to be looked at.', facts => [
      one(facts, facts.health.queueDepth),
    ]),
    gauge(
      'queue_oldest_age_seconds',
      'How long the resource that has waited longest has waited.',
      facts => [one(facts, (facts.health.oldestKeyMs ?? 0) / 1000)],
    ),
    gauge('objects', 'Objects in the cache.', facts =>
      [...perResource(facts.health.resources)].map(([resource, objects]) =>
        one(facts, objects, { resource }),
      ),
    ),
    gauge(
      'watch_lag_seconds',
      'Time since the last sign of life of the watch that has been silent longest.',
      facts =>
        [...oldestContacts(facts.lastContacts)].map(([resource, at]) =>
          one(facts, Math.max(0, now.getTime() - at) / 1000, { resource }),
        ),
    ),
    gauge('log_streams', 'Logs of masters that are being followed.', facts =>
      facts.meter ? [one(facts, facts.meter.followedLogs)] : [],
    ),
    counter(
      'reconciles_total',
      'Reconciles by how they ended: done, after (looked at again later), retry (a conflict), giveUp, failed.',
      'reconciles',
    ),
    {
      name: `${PREFIX}_reconcile_duration_seconds`,
      help: 'How long reconciles took.',
      type: 'histogram',
      samples: engines.flatMap(({ meter }) => meter?.durations ?? []),
    },
    counter(
      'requests_total',
      'Requests to the API server: read, write, watch, log; ok or the kind of failure.',
      'requests',
    ),
    counter(
      'watch_starts_total',
      'Watches that were begun, at the start and again after an end.',
      'watches',
    ),
    counter(
      'history_write_failures_total',
      'Writes to the history that failed; each is tried again.',
      'historyFailures',
    ),
  ];
}

function found(
  { severity, code }: Finding,
  { cluster }: { readonly cluster?: string },
): MetricSample {
  return { labels: { ...(cluster && { cluster }), severity, code }, value: 1 };
}

function perResource(
  resources: ClusterHealth['resources'],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { resource, objects } of resources) {
    sums.set(resource, (sums.get(resource) ?? 0) + objects);
  }
  return sums;
}

/** With several namespaces there is a watch in each. */
function oldestContacts(
  contacts: EngineFacts['lastContacts'],
): ReadonlyMap<string, number> {
  const oldest = new Map<string, number>();
  for (const { resource, at } of contacts) {
    if (at !== undefined) {
      oldest.set(resource, Math.min(at, oldest.get(resource) ?? Infinity));
    }
  }
  return oldest;
}
