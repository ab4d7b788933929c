import type { Bench } from '../Bench';
import { hasMade, LocustLoad, startLatencies } from '../LocustLoad';
import { NoLogicLoop } from '../NoLogicLoop';
import { quantile } from '../quantile';

const COUNT = 500;
const LATE_MS = 180_000;

/** How soon runs begin that are all wanted at once. */
export const bench: Bench = {
  name: 'burst',
  summary: `the same latency for ${COUNT} resources made at once`,
  order: 2,
  async run(context) {
    const cluster = await context.cluster();
    const { audit } = cluster;
    const loop = await NoLogicLoop.of(context, cluster);
    context.say('the loop makes its runs');
    const before = await loop.create(COUNT);

    const namespace = await cluster.namespace('bench');
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    const load = new LocustLoad(cluster, namespace);
    await engine.startAndLead();
    await load.paced(10, 3);
    await cluster.settle();
    context.say('the engine meets the burst');
    const from = await audit.mark();
    await load.burst(COUNT);
    const { user } = cluster.engine;
    const requests = await audit.until(
      from,
      hasMade(COUNT, 'replicasets', namespace, user),
      LATE_MS,
    );
    const latencies = startLatencies(requests, namespace, user);
    await engine.stop();
    await cluster.settle();
    context.say('the loop makes its runs once more');
    const after = await loop.create(COUNT);

    const jobs = [...before.jobsAfterMs, ...after.jobsAfterMs];
    const figure = (id: string, part: number, target: number) => ({
      id: `burst.${id}`,
      title: `${COUNT} at once: ${id}`,
      unit: 's',
      measured: quantile(latencies, part) / 1000,
      noLogic: quantile(jobs, part) / 1000,
      target: { kind: 'atMost' as const, value: target },
    });
    return {
      figures: [
        { ...figure('p50', 0.5, 4), others: '16.6 s · 13.2 s' },
        { ...figure('p99', 0.99, 8), others: '30.9 s · 27.2 s' },
      ],
      details: {
        count: latencies.length,
        loopRates: [before.rate, after.rate],
      },
    };
  },
};
