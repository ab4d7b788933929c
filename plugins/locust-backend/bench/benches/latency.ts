import type { Bench } from '../Bench';
import { BENCH_SPEC } from '../benchSpec';
import { hasMade, LocustLoad, startLatencies } from '../LocustLoad';
import { NoLogicLoop } from '../NoLogicLoop';
import { quantile } from '../quantile';

const PER_SECOND = 10;
const SECONDS = 60;
/** Of an engine that has only just started the compiler would be measured. */
const WARM_UP_SECONDS = 5;
const LOOP_SECONDS = 10;
const LATE_MS = 60_000;

/** How soon a run begins that nothing else is in the way of. */
export const bench: Bench = {
  name: 'latency',
  summary: `Locust created → Job create received, ${PER_SECOND} resources/s for ${SECONDS} s`,
  order: 1,
  async run(context) {
    const cluster = await context.cluster();
    const { audit } = cluster;
    const loop = await NoLogicLoop.of(context, cluster);
    const loopLatencies = async () => {
      context.say('a client without logic answers');
      const from = await audit.mark();
      return loop.react(async namespace => {
        const count = PER_SECOND * LOOP_SECONDS;
        const user = 'system:serviceaccount:backstage:loop';
        // Suspended for the engine, which comes to see them later.
        await new LocustLoad(cluster, namespace, {
          ...BENCH_SPEC,
          suspend: true,
        }).paced(PER_SECOND, LOOP_SECONDS);
        const requests = await audit.until(
          from,
          hasMade(count, 'replicasets', namespace, user),
          LATE_MS,
        );
        return startLatencies(requests, namespace, user);
      });
    };

    const before = await loopLatencies();
    const namespace = await cluster.namespace('bench');
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    const load = new LocustLoad(cluster, namespace);
    await engine.startAndLead();
    await load.paced(PER_SECOND, WARM_UP_SECONDS);
    context.say('the engine answers');
    await engine.ask({ kind: 'delay' });
    const from = await audit.mark();
    await load.paced(PER_SECOND, SECONDS);
    const requests = await audit.until(
      from,
      hasMade(
        PER_SECOND * SECONDS,
        'replicasets',
        namespace,
        cluster.engine.user,
      ),
      LATE_MS,
    );
    const loopDelay = await engine.ask({ kind: 'delay' });
    const { user } = cluster.engine;
    const latencies = startLatencies(requests, namespace, user);
    const sinceReceived = startLatencies(requests, namespace, user, 'received');
    await engine.stop();
    await cluster.settle();
    const floor = [...before, ...(await loopLatencies())];

    const figure = (id: string, part: number, target: number) => ({
      id: `latency.${id}`,
      title: `Locust created → Job create received, ${PER_SECOND}/s for ${SECONDS} s: ${id}`,
      unit: 'ms',
      measured: quantile(latencies, part),
      noLogic: quantile(floor, part),
      target: { kind: 'atMost' as const, value: target },
    });
    return {
      figures: [
        { ...figure('p50', 0.5, 15), others: '55 ms · 760 ms' },
        { ...figure('p99', 0.99, 60), others: '105 ms · 1,540 ms' },
        {
          id: 'latency.p50SinceReceived',
          title: 'the same from when its creation was received: p50',
          unit: 'ms',
          measured: quantile(sinceReceived, 0.5),
        },
      ],
      details: {
        count: latencies.length,
        max: Math.max(...latencies),
        p90: quantile(latencies, 0.9),
        loopDelay,
        noLogicBeforeP50: quantile(before, 0.5),
      },
    };
  },
};
