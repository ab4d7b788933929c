import { isCommitted } from '../AuditLog';
import type { Bench } from '../Bench';
import { seedFinished } from '../seedFinished';

const COUNT = 10_000;

/** How soon an engine is at work that finds everything in order. */
export const bench: Bench = {
  name: 'start',
  summary: `start with ${COUNT} converged resources until steady`,
  order: 7,
  async run(context) {
    const cluster = await context.cluster();
    const namespace = await cluster.namespace('bench');
    context.say(`${COUNT} resources are made`);
    await seedFinished(cluster, namespace, COUNT);
    await cluster.settle();
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    context.say('the engine starts');
    const from = await cluster.audit.mark();
    const { afterMs } = await engine.startAndLead();
    const loopDelay = await engine.ask({ kind: 'delay' });
    const writes = (await cluster.audit.read(from)).filter(
      it =>
        it.user === cluster.engine.user &&
        isCommitted(it) &&
        it.resource !== 'leases',
    );
    const title = `start with ${COUNT.toLocaleString('en-US')} converged`;
    return {
      figures: [
        {
          id: 'start.seconds',
          title: `${title}: until steady`,
          unit: 's',
          measured: afterMs / 1000,
          target: { kind: 'atMost', value: 5 },
        },
        {
          id: 'start.writes',
          title: `${title}: writes`,
          unit: '',
          measured: writes.length,
          target: { kind: 'atMost', value: 0 },
        },
        {
          id: 'start.loopDelay',
          title: `${title}: event-loop delay p99`,
          unit: 'ms',
          measured: loopDelay.p99,
          target: { kind: 'atMost', value: 50 },
        },
        {
          // A quantile of samples is silent about a single long block.
          id: 'start.longestBlock',
          title: `${title}: the longest event-loop delay`,
          unit: 'ms',
          measured: loopDelay.max,
        },
      ],
      details: { loopDelay, writes },
    };
  },
};
