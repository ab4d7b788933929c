import createKnex from 'knex';
import type { Baseline } from '../Baseline';
import type { DatabaseFault } from '../engine/EngineMessages';
import type { PlanRun } from '../PlanRun';
import { workloadOf } from '../workloads/workloads';
import { onEveryRoad } from './answerPlans';
import type { Fault, Plan } from './Plan';
import { type Extent, Turns } from './Turns';

const KINDS: readonly {
  readonly kind: DatabaseFault['kind'];
  readonly ms: number;
}[] = [
  { kind: 'lost', ms: 2_500 },
  { kind: 'commit-unknown', ms: 0 },
  { kind: 'busy', ms: 1_500 },
  { kind: 'slow', ms: 40 },
];

/** From each transaction on, the history cannot be had, or not be trusted, for a while. */
export function databasePlans(
  baseline: Baseline,
  extent: Extent,
): readonly Plan[] {
  const turns = new Turns(baseline, extent);
  const workload = workloadOf(baseline.workload);
  const base = { class: 'database', workload } as const;
  const transactions = Array.from(
    { length: baseline.transactions },
    (_, index) => index + 1,
  );
  return [
    ...transactions.flatMap(transaction =>
      turns.choose(KINDS).map(
        ({ kind, ms }): Plan => ({
          ...base,
          id: `database/${baseline.workload}/${kind} from transaction ${transaction}`,
          inject: run => {
            run.replicas.forEach(it => {
              it.databaseFault = { kind, ms, transaction };
            });
            // How many transactions there are is partly a matter of time; the last may be missing.
            return { struck: () => true };
          },
        }),
      ),
    ),
    // For less and for longer than the driver waits by itself.
    ...[800, 6_000].map(
      (lockedMs): Plan => ({
        ...base,
        id: `database/${baseline.workload}/locked for ${lockedMs} ms`,
        inject: run => lockFile(run, lockedMs),
      }),
    ),
  ];
}

/** Another process, a backup for instance, holds the file's lock when the run begins. */
function lockFile(run: PlanRun, ms: number): Fault {
  let struck = false;
  onEveryRoad(run, () => ({
    request: async exchange => {
      if (!struck && exchange.signature === 'patch locusts/status/demo') {
        struck = true;
        const db = createKnex({
          client: 'better-sqlite3',
          connection: { filename: run.database },
          useNullAsDefault: true,
        });
        await db.raw('BEGIN EXCLUSIVE');
        setTimeout(() => {
          db.raw('COMMIT')
            .then(() => db.destroy())
            .catch(error => run.errors.push(`the lock: ${error.message}`));
        }, ms);
      }
    },
  }));
  return { struck: () => struck };
}
