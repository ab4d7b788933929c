import { randomBytes } from 'node:crypto';
import type { Baseline } from '../Baseline';
import type { Interceptor } from '../proxy/Interceptor';
import { workloadOf } from '../workloads/workloads';
import type { Plan } from './Plan';
import { refusal } from './StatusAnswer';

const OTHERS: Readonly<Record<string, Interceptor>> = {
  'answers nothing': { request: () => ({ kind: 'silence' }) },
  'cuts every connection': { request: () => ({ kind: 'cut' }) },
  'answers 500 to everything': { request: () => refusal(500) },
  'forbids everything': { request: () => refusal(403) },
  'answers 429 to everything': {
    request: () => refusal(429, { 'retry-after': '30' }),
  },
  'ends every watch at once': {
    watch: (_exchange, sink) => {
      sink.send('');
      sink.end();
      return true;
    },
  },
};

const WORKLOADS = new Set(['success', 'replace']);

/** The same process looks after another cluster, which is out of order from the beginning. */
export function isolationPlans(baseline: Baseline): readonly Plan[] {
  if (!WORKLOADS.has(baseline.workload)) {
    return [];
  }
  const workload = workloadOf(baseline.workload);
  return Object.entries(OTHERS).map(([what, interceptor]): Plan => {
    let drivenMs = 0;
    let undisturbedMs = 0;
    return {
      id: `isolation/${baseline.workload}/another cluster ${what}`,
      class: 'isolation',
      workload: {
        ...workload,
        // Beside it, at the same time and so on an equally busy machine, one that has no other cluster.
        drive: async run => {
          const undisturbed = run.beside();
          try {
            await undisturbed.prepare();
            await undisturbed.startEngines();
            [drivenMs, undisturbedMs] = await Promise.all(
              [run, undisturbed].map(async each => {
                const startedAt = performance.now();
                await workload.drive(each);
                return performance.now() - startedAt;
              }),
            );
          } finally {
            await undisturbed.end();
          }
        },
      },
      another: `other-${randomBytes(3).toString('hex')}`,
      inject: run => {
        let struck = false;
        run.replicas.forEach(replica => {
          replica.proxies[1].interceptor = {
            ...interceptor,
            request: exchange => {
              struck = true;
              return interceptor.request?.(exchange);
            },
          };
        });
        return { struck: () => struck };
      },
      also: () =>
        drivenMs > 2 * undisturbedMs + 3_000
          ? [
              `it took ${Math.round(
                drivenMs,
              )} ms, without the other cluster ${Math.round(undisturbedMs)} ms`,
            ]
          : [],
    };
  });
}
