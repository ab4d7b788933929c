// First of all: what captures timers or the clock before is not made faster.
import { realSetTimeout } from './scaleTime';
import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import createKnex, { type Knex } from 'knex';
import { buildClusters } from '../../src/buildClusters';
import { readLocustConfig } from '../../src/config/LocustConfig';
import { DatabaseRunStore } from '../../src/history/DatabaseRunStore';
import type { Clusters } from '../../src/operator/Clusters';
import type {
  EngineSettings,
  FromEngine,
  Measurement,
  ToEngine,
} from './EngineMessages';
import { FaultyDatabase } from './FaultyDatabase';
import { applyMutation } from './mutations';
import { recordPhases } from './recordPhases';
import { installShiftedClock, shiftClock } from './shiftClock';

/** The backend plugin's own parts, put together as its `plugin.ts` does, in a process of their own. */

interface Running {
  readonly clusters: readonly Clusters[];
  readonly db: Knex;
  readonly faulty: FaultyDatabase;
}

let running: Running | undefined;

function tell(message: FromEngine): void {
  process.send?.(message);
}

function logger(): LoggerService {
  const say =
    (level: string) =>
    (message: string | Error, meta?: unknown): void => {
      const text = message instanceof Error ? message.stack : message;
      process.stdout.write(
        `${level} ${text}${meta ? ` ${JSON.stringify(meta)}` : ''}\n`,
      );
    };
  const own: LoggerService = {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    child: () => own,
  };
  return own;
}

async function begin(settings: EngineSettings): Promise<void> {
  installShiftedClock();
  shiftClock(settings.clockOffsetMs ?? 0);
  if (settings.mutation) {
    applyMutation(settings.mutation);
  }
  const db = createKnex({
    client: 'better-sqlite3',
    connection: { filename: settings.database },
    useNullAsDefault: true,
  });
  await db.raw('PRAGMA foreign_keys = ON');
  const log = logger();
  const store = await DatabaseRunStore.create({
    database: { getClient: async () => db },
    logger: log,
  });
  await recordPhases(db);
  const faulty = new FaultyDatabase(
    db,
    settings.databaseFault,
    ms =>
      new Promise(resolve => {
        realSetTimeout(resolve, ms);
      }),
  );
  // A configuration for each cluster, for their leases lie in different namespaces of the one API server there is.
  const clusters = settings.clusters.map(cluster =>
    buildClusters({
      config: readLocustConfig(
        new ConfigReader({
          locust: {
            clusters: [
              {
                name: cluster.name,
                kubeconfig: cluster.kubeconfig,
                namespaces: [cluster.namespace],
              },
            ],
            engine: { leaseNamespace: cluster.leaseNamespace },
          },
        }),
      ),
      store,
      logger: log,
      entityRefOf: () => undefined,
    }),
  );
  clusters
    .flatMap(each => each.engines)
    .forEach(engine => {
      engine.start();
    });
  running = { clusters, db, faulty };
}

function measure(): Measurement {
  (globalThis as { gc?: () => void }).gc?.();
  const resources = process.getActiveResourcesInfo();
  const count = (kind: RegExp) => resources.filter(it => kind.test(it)).length;
  return {
    heapBytes: process.memoryUsage().heapUsed,
    sockets: count(/^(TCPSocketWrap|TLSWrap)$/),
    timers: count(/^Timeout$/),
    transactions: running?.faulty.transactions ?? 0,
    health: (running?.clusters ?? [])
      .flatMap(each => each.engines)
      .map(engine => ({ state: engine.health().state })),
  };
}

async function stop(): Promise<void> {
  await Promise.all(
    (running?.clusters ?? [])
      .flatMap(each => each.engines)
      .map(engine => engine.stop()),
  );
  await running?.db.destroy();
}

async function obey(message: ToEngine): Promise<void> {
  switch (message.kind) {
    case 'begin':
      await begin(message.settings);
      tell({ kind: 'started' });
      return;
    case 'clock':
      shiftClock(message.offsetMs);
      return;
    case 'measure':
      tell({ kind: 'measured', measurement: measure() });
      return;
    default:
      await stop();
      tell({ kind: 'stopped' });
      process.exit(0);
  }
}

// Backstage only logs these; whoever relies on it has lost something for good.
process.on('unhandledRejection', error => {
  tell({
    kind: 'unhandled',
    message: error instanceof Error ? error.stack ?? error.message : `${error}`,
  });
});
process.on('message', (message: ToEngine) => {
  obey(message).catch(error => {
    tell({ kind: 'failed', message: error.stack ?? String(error) });
  });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
tell({ kind: 'ready' });
