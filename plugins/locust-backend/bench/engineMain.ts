/**
 * An engine in a process of its own, made of the same parts as in the plugin (`plugin.ts`) but for its routes and the
 * catalog: clusters from app-config, the history in the database of app-config, the collector of logs.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import type {
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { buildClusters } from '../src/buildClusters';
import { readLocustConfig } from '../src/config/LocustConfig';
import { DatabaseRunStore } from '../src/history/DatabaseRunStore';
import type { ClusterEngine } from '../src/operator/ClusterEngine';
import type {
  EngineAnswers,
  EngineDelay,
  EngineMemory,
  EngineQuestion,
  EngineReply,
  EngineRequest,
  EngineState,
  EngineSteady,
} from './EngineMessages';

/** A queue that has been empty for so long will stay so. */
const STEADY_FOR_MS = 400;
const LOOK_EVERY_MS = 20;

const logger = fileLogger();
const loopDelay = monitorEventLoopDelay({ resolution: 1 });
let engine: ClusterEngine | undefined;
let cpu = process.cpuUsage();
let startedAt = 0;
/** When the queue was first seen empty of what it is empty of now. */
let emptySince: number | undefined;

async function start(appConfig: JsonObject): Promise<null> {
  const root = new ConfigReader(appConfig);
  const lifecycle: LifecycleService = {
    addStartupHook() {},
    addShutdownHook() {},
  };
  const database = DatabaseManager.fromConfig(root, {
    rootLogger: logger as never,
  }).forPlugin('locust', { logger, lifecycle });
  const config = readLocustConfig(root);
  const store = await DatabaseRunStore.create({ database, logger });
  const clusters = buildClusters({
    config,
    store,
    logger,
    // Without a catalog there are no entities.
    entityRefOf: () => undefined,
  });
  [engine] = clusters.engines;
  loopDelay.enable();
  cpu = process.cpuUsage();
  startedAt = performance.now();
  engine.start();
  setInterval(look, LOOK_EVERY_MS).unref();
  return null;
}

function state(): EngineState {
  const health = engine!.health();
  const synced = health.resources.every(it => it.state === 'watching');
  return {
    health: health.state,
    message: health.message,
    leads: engine!.leads,
    synced,
    queueDepth: health.queueDepth,
  };
}

function look(): void {
  const { leads, synced, queueDepth } = state();
  if (leads && synced && queueDepth === 0) {
    emptySince ??= performance.now();
  } else {
    emptySince = undefined;
  }
}

async function steady(): Promise<EngineSteady> {
  while (
    emptySince === undefined ||
    performance.now() - emptySince < STEADY_FOR_MS
  ) {
    await delay(LOOK_EVERY_MS);
  }
  return { afterMs: emptySince - startedAt };
}

async function memory(): Promise<EngineMemory> {
  const { gc } = globalThis as { gc?: () => void };
  // Twice, with a pause: what finalizers let go of goes with the second.
  gc!();
  await delay(200);
  gc!();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss };
}

function takeDelay(): EngineDelay {
  const inMs = (nanoseconds: number) => nanoseconds / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  const taken = {
    cpuMs: (user + system) / 1000,
    p50: inMs(loopDelay.percentile(50)),
    p99: inMs(loopDelay.percentile(99)),
    max: inMs(loopDelay.max),
  };
  loopDelay.reset();
  return taken;
}

async function stop(): Promise<null> {
  await engine?.stop();
  return null;
}

async function answer(
  question: EngineQuestion,
): Promise<EngineAnswers[EngineQuestion['kind']]> {
  switch (question.kind) {
    case 'start':
      return start(question.appConfig);
    case 'state':
      return state();
    case 'steady':
      return steady();
    case 'memory':
      return memory();
    case 'delay':
      return takeDelay();
    default:
      return stop();
  }
}

function reply(message: EngineReply): void {
  process.send?.(message);
}

process.on('message', ({ id, question }: EngineRequest) => {
  answer(question).then(
    it => {
      reply({ id, answer: it });
      if (question.kind === 'stop') {
        // The database's pool would keep the process.
        setImmediate(() => process.exit(0));
      }
    },
    error => reply({ id, error: String(error?.stack ?? error) }),
  );
});

// Whoever measures is gone: nobody would end this process.
process.on('disconnect', () => process.exit(1));

/** Says what is at least a notice to standard error, which is kept in a file. */
function fileLogger(): LoggerService {
  const say = (level: string) => (message: string | Error) =>
    void process.stderr.write(
      `${new Date().toISOString()} ${level} ${message}\n`,
    );
  const it: LoggerService = {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug() {},
    child: () => it,
  };
  return it;
}
