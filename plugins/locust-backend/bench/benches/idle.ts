import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../Bench';
import { BENCH_SPEC } from '../benchSpec';
import { LocustLoad } from '../LocustLoad';
import { seedFinished } from '../seedFinished';

const SECONDS = 60;
const FINISHED = 50;
const SCHEDULED = 20;
const WAITING = 20;

/** What an engine costs the API server that has nothing to do. */
export const bench: Bench = {
  name: 'idle',
  summary: `requests of an engine with nothing to do, for ${SECONDS} s`,
  order: 5,
  async run(context) {
    const cluster = await context.cluster();
    const namespace = await cluster.namespace('bench');
    await seedFinished(cluster, namespace, FINISHED);
    const load = new LocustLoad(cluster, namespace, {
      ...BENCH_SPEC,
      schedule: '0 3 1 1 *',
      timeZone: 'UTC',
    });
    await load.burst(SCHEDULED);
    const others = await cluster.namespace('waiting');
    // Without a node their pods are not scheduled, which is nothing that an engine could change.
    await new LocustLoad(cluster, others).burst(WAITING);
    const engine = await context.engine({
      access: cluster.engine,
      folder: context.folder,
    });
    await engine.startAndLead();
    await cluster.settle();
    await delay(2_000);
    context.say(`watched for ${SECONDS} s`);
    const from = await cluster.audit.mark();
    await delay(SECONDS * 1000);
    const requests = (await cluster.audit.read(from)).filter(
      it => it.user === cluster.engine.user,
    );
    const lease = requests.filter(it => it.resource === 'leases');
    const watches = requests.filter(it => it.verb === 'watch');
    const others60 = requests.filter(
      it => it.resource !== 'leases' && it.verb !== 'watch',
    );
    return {
      figures: [
        {
          id: 'idle.requests',
          title: `requests in ${SECONDS} idle seconds but for the Lease and watches`,
          unit: '',
          measured: others60.length,
          target: { kind: 'atMost', value: 0 },
        },
      ],
      details: {
        lease: lease.length,
        watches: watches.length,
        others: others60,
      },
    };
  },
};
