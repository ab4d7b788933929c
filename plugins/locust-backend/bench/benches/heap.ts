import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubeObject } from '../../src/kube/KubeObject';
import { PODS } from '../../src/kube/ResourceTypes';
import { LOCUSTS, type RawLocust } from '../../src/operator/LocustObject';
import type { Bench, BenchContext } from '../Bench';
import type { BenchCluster } from '../BenchCluster';
import { BENCH_SPEC } from '../benchSpec';
import { LocustLoad } from '../LocustLoad';
import { type Collections, ReplayServer } from '../ReplayServer';
import { finishedStatus } from '../seedFinished';

const LOCUSTS_COUNT = 10_000;
const WORKERS = 4;
const MIB = 2 ** 20;

/** What an engine holds of a large cluster. */
export const bench: Bench = {
  name: 'heap',
  summary: 'heap above idle with 10,000 Locust and 50,000 pods (replayed)',
  order: 6,
  async run(context) {
    const recorded = await record(context);
    const idle = await measure(context, recorded, new Map());
    context.say('50,000 pods are replayed');
    const filled = await measure(context, recorded, collectionsOf(recorded));
    return {
      figures: [
        {
          id: 'heap.aboveIdle',
          title: 'heap above idle with 10,000 Locust and 50,000 pods',
          unit: 'MB',
          measured: (filled.heapUsed - idle.heapUsed) / 1e6,
          target: { kind: 'atMost', value: 80 },
        },
      ],
      details: {
        idleMiB: idle.heapUsed / MIB,
        filledMiB: filled.heapUsed / MIB,
        rssMiB: [idle.rss / MIB, filled.rss / MIB],
        steadyAfterMs: filled.afterMs,
        loopDelay: filled.loopDelay,
      },
    };
  },
};

/** A finished `Locust` and its pods, as a real API server shows them. */
interface Recorded {
  readonly locust: RawLocust;
  readonly pods: readonly KubeObject[];
  /** PEM; the replaying server is trusted by it in turn. */
  readonly certificate: { readonly key: string; readonly cert: string };
}

async function record(context: BenchContext): Promise<Recorded> {
  const cluster = await context.cluster();
  const namespace = await cluster.namespace('bench');
  const engine = await context.engine({
    access: cluster.engine,
    folder: context.folder,
  });
  await engine.startAndLead();
  const name = await new LocustLoad(cluster, namespace, {
    ...BENCH_SPEC,
    workers: WORKERS,
  }).one();
  const pods = await untilPods(cluster, namespace, WORKERS + 1);
  const raw = await cluster.driver.get<RawLocust>(LOCUSTS, { namespace, name });
  const { certFile, keyFile } = cluster.certificate;
  const certificate = {
    key: readFileSync(keyFile, 'utf8'),
    cert: readFileSync(certFile, 'utf8'),
  };
  await engine.stop();
  await cluster.stop();
  return {
    certificate,
    locust: { ...raw, status: finishedStatus({ ...raw, status: {} }) },
    pods,
  };
}

async function untilPods(
  cluster: BenchCluster,
  namespace: string,
  count: number,
): Promise<readonly KubeObject[]> {
  for (;;) {
    const pods: KubeObject[] = [];
    for await (const page of cluster.driver.listPages(PODS, { namespace })) {
      pods.push(...page.items);
    }
    if (pods.length >= count) {
      return pods;
    }
    await delay(200);
  }
}

/** The recorded ones again and again, each time under names and UIDs of their own. */
function collectionsOf({ locust, pods }: Recorded): Collections {
  const { name, uid } = locust.metadata;
  const jobUid = pods.find(
    it => it.metadata.labels?.['batch.kubernetes.io/controller-uid'],
  )!.metadata.labels!['batch.kubernetes.io/controller-uid'];
  const locustText = JSON.stringify(locust);
  const podTexts = pods.map(pod => ({
    text: JSON.stringify(pod),
    uid: pod.metadata.uid,
  }));
  const uids = Array.from({ length: LOCUSTS_COUNT }, () => ({
    locust: randomUUID(),
    job: randomUUID(),
  }));
  const renamed = (text: string, index: number) =>
    text
      .replaceAll(name, `load-test-of-the-shop-${index}`)
      .replaceAll(uid, uids[index].locust)
      .replaceAll(jobUid, uids[index].job);
  return new Map([
    [
      '/apis/locust-qa.xyz/v1/locusts',
      function* locusts() {
        for (let index = 0; index < LOCUSTS_COUNT; index++) {
          yield renamed(locustText, index);
        }
      },
    ],
    [
      '/api/v1/pods',
      function* eachPod() {
        for (let index = 0; index < LOCUSTS_COUNT; index++) {
          for (const pod of podTexts) {
            yield renamed(pod.text, index).replaceAll(pod.uid, randomUUID());
          }
        }
      },
    ],
  ]);
}

async function measure(
  context: BenchContext,
  { certificate }: Recorded,
  collections: Collections,
) {
  const server = await ReplayServer.start(collections, certificate);
  context.afterwards(() => server.stop());
  const engine = await context.engine({
    access: {
      user: 'engine',
      server: server.url,
      token: 'token',
      caData: Buffer.from(certificate.cert).toString('base64'),
    },
    folder: context.folder,
  });
  const { afterMs } = await engine.startAndLead();
  const loopDelay = await engine.ask({ kind: 'delay' });
  // What the start alone needed is let go.
  await delay(2_000);
  const memory = await engine.ask({ kind: 'memory' });
  await engine.stop();
  if (server.writes.length > 0) {
    throw new Error(
      `The engine did not find everything in order: ${server.writes[0]}`,
    );
  }
  return { ...memory, afterMs, loopDelay };
}
