import type { Bench } from '../Bench';
import { hasMade, LocustLoad } from '../LocustLoad';
import { NoLogicLoop } from '../NoLogicLoop';

const RUNS = 1_000;
const LOOP_RUNS = 500;
const LATE_MS = 240_000;
const MADE: readonly string[] = ['jobs', 'services', 'replicasets'];

/** How fast the engine works off what is waiting for it. */
export const bench: Bench = {
  name: 'throughput',
  summary: `a backlog of ${RUNS} resources, in runs a second`,
  order: 3,
  async run(context) {
    const cluster = await context.cluster();
    const { audit } = cluster;
    const loop = await NoLogicLoop.of(context, cluster);
    context.say('the loop makes its runs');
    const before = await loop.create(LOOP_RUNS);

    context.say(`${RUNS} resources are made`);
    const namespace = await cluster.namespace('bench');
    await new LocustLoad(cluster, namespace).burst(RUNS);
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    context.say('the engine works them off');
    const from = await audit.mark();
    await engine.start();
    const { user } = cluster.engine;
    const requests = await audit.until(
      from,
      hasMade(RUNS, 'replicasets', namespace, user),
      LATE_MS,
    );
    const creates = requests.filter(
      it =>
        it.user === user &&
        it.verb === 'create' &&
        it.code === 201 &&
        it.namespace === namespace &&
        MADE.includes(it.resource),
    );
    const begun = Math.min(...creates.map(it => it.receivedAt));
    const ended = Math.max(...creates.map(it => it.stampedAt));
    const rate = (1000 * RUNS) / (ended - begun);
    const loopDelay = await engine.ask({ kind: 'delay' });
    await engine.stop();
    await cluster.settle();
    context.say('the loop makes its runs once more');
    const after = await loop.create(LOOP_RUNS);

    const noLogic =
      (2 * LOOP_RUNS) / (LOOP_RUNS / before.rate + LOOP_RUNS / after.rate);
    return {
      figures: [
        {
          id: 'throughput.rate',
          title: 'sustained throughput',
          unit: 'runs/s',
          measured: rate,
          noLogic,
          target: { kind: 'atLeast', value: 50 },
          others: '6.4 runs/s · 14.9 runs/s',
        },
        {
          id: 'throughput.ratio',
          title: 'the same, as a part of the no-logic loop',
          unit: '%',
          measured: (100 * rate) / noLogic,
          target: { kind: 'atLeast', value: 70 },
        },
      ],
      details: { loopRates: [before.rate, after.rate], loopDelay },
    };
  },
};
