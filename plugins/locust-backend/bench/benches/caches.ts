import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KubeConfig } from '@kubernetes/client-node';
import { Reflector } from '../../src/kube/cache/Reflector';
import { Store } from '../../src/kube/cache/Store';
import { KubeClient } from '../../src/kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../../src/kube/KubeObject';
import { PODS } from '../../src/kube/ResourceTypes';
import {
  createTransport,
  type Transport,
} from '../../src/kube/transport/Transport';
import { ClusterView } from '../../src/operator/ClusterView';
import { decodeLocust, LOCUSTS } from '../../src/operator/LocustObject';
import { decodePod } from '../../src/operator/observed/PodObject';
import type { Bench, BenchContext } from '../Bench';
import type { CachesServerReady } from '../cachesServer';
import { nodeTransform } from '../nodeTransform';

const OBJECTS = 60_000;

/** What it takes to fill and to hold the caches alone: over TLS, from pods of real size, both ways of listing. */
export const bench: Bench = {
  name: 'caches',
  summary: 'filling the caches with 10,000 Locust and 50,000 pods',
  order: 7,
  async run(context) {
    const server = await startServer(context);
    const streamed = await fill(server, true);
    const paged = await fill(server, false);
    return {
      figures: [
        {
          id: 'caches.heap',
          title: 'heap of the caches with 10,000 Locust and 50,000 pods',
          unit: 'MB',
          measured: Math.max(streamed.heapMb, paged.heapMb),
          target: { kind: 'atMost', value: 80 },
        },
        {
          id: 'caches.loopDelayStreamed',
          title: 'event-loop delay p99 while they fill by streaming lists',
          unit: 'ms',
          measured: streamed.delayP99Ms,
          target: { kind: 'atMost', value: 50 },
        },
        {
          id: 'caches.loopDelayPaged',
          title: 'event-loop delay p99 while they fill page by page',
          unit: 'ms',
          measured: paged.delayP99Ms,
          target: { kind: 'atMost', value: 50 },
        },
      ],
      details: { podBytes: server.podBytes, streamed, paged },
    };
  },
};

interface Server {
  readonly kubeConfig: KubeConfig;
  readonly podBytes: number;
}

/** In a process of its own, so that its work is not taken for ours. */
async function startServer(context: BenchContext): Promise<Server> {
  const child = fork(path.join(__dirname, '..', 'cachesServer.ts'), [], {
    execArgv: ['--require', nodeTransform()],
  });
  context.afterwards(async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
  const ready = await new Promise<CachesServerReady>((resolve, reject) => {
    child.once('exit', code => reject(new Error(`The server ended (${code})`)));
    child.on('message', (message: Partial<CachesServerReady>) => {
      // What lets it run TypeScript tells of the files it loads, too.
      if (message.port !== undefined) {
        resolve(message as CachesServerReady);
      }
    });
  });
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    {
      name: 'caches',
      server: `https://127.0.0.1:${ready.port}`,
      caData: Buffer.from(ready.certificate).toString('base64'),
      skipTLSVerify: false,
    },
    { name: 'caches', token: 'none' },
  );
  return { kubeConfig, podBytes: ready.podBytes };
}

async function fill({ kubeConfig }: Server, streamingList: boolean) {
  const before = await settledHeap();
  const transport = createTransport({ kubeConfig });
  const view = new ClusterView();
  const reflectors = [
    reflect(transport, LOCUSTS, view.locusts, decodeLocust, streamingList),
    reflect(transport, PODS, view.pods, decodePod, streamingList),
  ];
  const loopDelay = monitorEventLoopDelay({ resolution: 1 });
  loopDelay.enable();
  const startedAt = performance.now();
  reflectors.forEach(it => it.start());
  await Promise.all(reflectors.map(it => it.whenSynced()));
  const seconds = (performance.now() - startedAt) / 1000;
  loopDelay.disable();
  const heapMb = ((await settledHeap()) - before) / 1e6;
  const objects = view.locusts.size + view.pods.size;
  await Promise.all(reflectors.map(it => it.stop()));
  await transport.close();
  if (objects !== OBJECTS) {
    throw new Error(`The caches hold ${objects} objects and not ${OBJECTS}`);
  }
  return {
    heapMb,
    seconds,
    delayP50Ms: loopDelay.percentile(50) / 1e6,
    delayP99Ms: loopDelay.percentile(99) / 1e6,
    delayMaxMs: loopDelay.max / 1e6,
  };
}

function reflect<T extends KubeObject>(
  transport: Transport,
  type: ResourceType,
  store: Store<T>,
  project: (raw: unknown) => T,
  streamingList: boolean,
): Reflector<T> {
  const ignore = () => {};
  return new Reflector<T>({
    client: new KubeClient(transport),
    type,
    store,
    project,
    streamingList,
    onChange: ignore,
    logger: { error: ignore, warn: ignore, info: ignore, debug: ignore },
  });
}

/** Bytes in use once what is not needed has been let go. */
async function settledHeap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    await delay(200);
    gc();
  }
  return process.memoryUsage().heapUsed;
}
