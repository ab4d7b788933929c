import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Guardrails } from 'backstage-plugin-locust-common';
import type { ClusterConfig } from './config/ClusterConfig';
import { loadKubeConfig } from './config/loadKubeConfig';
import type { LocustConfig } from './config/LocustConfig';
import type {
  LocustfileFolders,
  LocustfileStore,
} from './runs/LocustfileSnapshot';
import type { RunStore } from './runs/RunStore';
import { createTransport } from './kube/transport/HttpTransport';
import { KubeClient } from './kube/client/KubeClient';
import { EngineMeter } from './metrics/EngineMeter';
import { meteredRunStore } from './metrics/meteredRunStore';
import { meteredTransport } from './metrics/meteredTransport';
import { ClusterEngine } from './operator/ClusterEngine';
import { Clusters, type ConfiguredCluster } from './operator/Clusters';
import type { ReporterFiles } from './operator/EngineConfig';
import type { LocustObject } from './operator/LocustObject';
import type { AskRules } from './operator/RunRules';
import type { StartGate } from './operator/StartGate';
import { LogCollector } from './outcomes/LogCollector';

const REPORTER_FILE = 'sitecustomize.py';

/** The reporter as shipped; its ConfigMap's name carries its version, so that runs under way keep theirs. */
function readReporter(): ReporterFiles {
  const text = readFileSync(
    resolvePackagePath(
      'backstage-plugin-locust-backend',
      'reporter',
      REPORTER_FILE,
    ),
    'utf8',
  );
  const version = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return {
    configMapName: `locust-reporter-${version}`,
    files: { [REPORTER_FILE]: text },
  };
}

/** An engine per configured cluster. A cluster without a usable kubeconfig is kept with the sentence why, and tried again. */
export function buildClusters(options: {
  readonly config: LocustConfig;
  readonly store: RunStore & {
    readonly locustfiles: LocustfileStore & LocustfileFolders;
  };
  readonly logger: LoggerService;
  readonly entityRefOf: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  /** Whose limit a resource's runs count against. */
  readonly ownerOf?: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  /** What may be run of a resource. */
  readonly guardrailsOf?: (cluster: string, locust: LocustObject) => Guardrails;
  readonly gateOf?: (cluster: string) => StartGate;
  /** Asks a company's own rules. Default: there are none. */
  readonly askRules?: AskRules;
  /** Counts what the engine of this cluster does. */
  readonly meterOf?: (cluster: string) => EngineMeter;
}): Clusters {
  const { config, store, logger, entityRefOf, ownerOf, meterOf } = options;
  const { guardrailsOf, gateOf, askRules } = options;
  const reporter = config.reporter ? readReporter() : undefined;
  const build = (cluster: ClusterConfig): ConfiguredCluster => {
    const meter = meterOf?.(cluster.name) ?? new EngineMeter(cluster.name);
    try {
      const transport = meteredTransport(
        createTransport({
          kubeConfig: loadKubeConfig(cluster),
          reload: () => loadKubeConfig(cluster),
          userAgent: 'backstage-plugin-locust',
        }),
        meter,
      );
      const engine = new ClusterEngine({
        name: cluster.name,
        transport,
        observer: new LogCollector({
          client: new KubeClient(transport),
          store: meteredRunStore(store, () => meter.historyWriteFailed()),
          locustfiles: store.locustfiles,
          logger,
        }),
        unfinished: store,
        folders: store.locustfiles,
        entityRefOf,
        ownerOf,
        guardrailsOf,
        gateOf,
        askRules,
        onReconciled: meter.reconciled,
        logger,
        reconciles: config.engineEnabled,
        inspects: true,
        config: {
          image: config.image,
          limits: cluster.limits ?? {},
          graceSeconds: config.graceSeconds,
          maximumRunTime: config.maximumRunTime,
          ttlAfterFinished: config.ttlAfterFinished,
          deleteFinished: config.deleteFinished,
          pods: config.pods,
          networkPolicy: config.networkPolicy,
          installCrd: config.installCrd,
          namespaces: cluster.namespaces,
          leaderElection: {
            enabled: true,
            namespace: config.leaseNamespace,
            ...config.lease,
          },
          reporter,
        },
      });
      return { kind: 'engine', name: cluster.name, engine };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return {
        kind: 'unusable',
        name: cluster.name,
        problem,
        since: new Date(),
        again: () => build(cluster),
      };
    }
  };
  const all = config.clusters.map(build);
  for (const cluster of all) {
    if (cluster.kind === 'unusable') {
      logger.error(
        `cluster ${cluster.name} cannot be used: ${cluster.problem}`,
      );
    }
  }
  return new Clusters(all);
}
