import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocustStatus } from 'backstage-plugin-locust-common';
import { LOCUSTS, type RawLocust } from '../../src/operator/LocustObject';
import { type AuditedRequest, isCommitted } from '../AuditLog';
import type { Bench } from '../Bench';
import type { BenchCluster } from '../BenchCluster';
import { BENCH_SPEC } from '../benchSpec';
import { KubeletStandIn } from '../KubeletStandIn';
import { LocustLoad } from '../LocustLoad';

const RUNS = 10;
const LATE_MS = 120_000;
/** The recorded test had two workers and failed requests, for which Locust exits with 1. */
const LOG = path.join(
  __dirname,
  '../../src/outcomes/__fixtures__/2.47.0/normal.reporter.log',
);
const WORKERS = 2;
const EXIT_CODE = 1;
const LOG_MS = 5_000;

/** What a run costs the API server, from its creation to its end. */
export const bench: Bench = {
  name: 'writes',
  summary: 'writes and reads of a one-off run from its creation to its end',
  order: 4,
  async run(context) {
    const cluster = await context.cluster();
    const namespace = await cluster.namespace('bench');
    const kubelet = await KubeletStandIn.start({
      cluster,
      namespace,
      log: readFileSync(LOG, 'utf8'),
      logMs: LOG_MS,
      exitCode: EXIT_CODE,
    });
    context.afterwards(() => kubelet.stop());
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    await engine.startAndLead();
    context.say(`${RUNS + 1} runs are carried out`);
    const load = new LocustLoad(cluster, namespace, {
      ...BENCH_SPEC,
      workers: WORKERS,
    });
    // The first one in a namespace brings the reporter along, which the others share.
    await untilOver(cluster, namespace, await load.one());
    const from = await cluster.audit.mark();
    const runs = await Promise.all(
      Array.from({ length: RUNS }, async (_, index) => {
        await delay(index * 300);
        const name = await load.one();
        await untilOver(cluster, namespace, name);
        return name;
      }),
    );
    // What comes after the end does not count, but what is still being logged does.
    await delay(1_000);
    const requests = (await cluster.audit.read(from)).filter(
      it => it.user === cluster.engine.user,
    );
    const counted = runs.map(name => writesOf(requests, name));
    const reads = requests.filter(
      it =>
        (it.verb === 'get' || it.verb === 'list') &&
        it.resource !== 'pods/log' &&
        it.resource !== 'leases',
    );
    return {
      figures: [
        {
          id: 'writes.perRun',
          title: 'writes per one-off run (the most)',
          unit: '',
          measured: Math.max(...counted.map(it => it.length)),
          target: { kind: 'atMost', value: 6 },
          others: '7 · 7–18',
        },
        {
          id: 'reads.perRun',
          title: 'reads on the happy path',
          unit: '',
          measured: reads.length / RUNS,
          target: { kind: 'atMost', value: 0 },
          others: '1 · 0',
        },
      ],
      details: { writes: counted, reads },
    };
  },
};

/** What was committed of a run and for it, in order; Events and the deletes of cleaning up aside. */
function writesOf(
  requests: readonly AuditedRequest[],
  run: string,
): readonly string[] {
  return requests
    .filter(
      it =>
        isCommitted(it) &&
        it.verb !== 'delete' &&
        !['events', 'leases'].includes(it.resource) &&
        (it.name === run || it.name?.endsWith(`-${run}`)),
    )
    .map(it => `${it.verb} ${it.resource}`);
}

async function untilOver(
  cluster: BenchCluster,
  namespace: string,
  name: string,
): Promise<void> {
  const deadline = performance.now() + LATE_MS;
  for (;;) {
    const { status } = await cluster.driver.get<RawLocust>(LOCUSTS, {
      namespace,
      name,
    });
    const { phase, message } = (status ?? {}) as LocustStatus;
    if (phase === 'Finished') {
      return;
    }
    if (phase === 'Error' || performance.now() > deadline) {
      throw new Error(`${name} has not finished but is ${phase}: ${message}`);
    }
    await delay(250);
  }
}
