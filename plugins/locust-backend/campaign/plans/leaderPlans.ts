import { setTimeout as sleep } from 'node:timers/promises';
import type { Baseline, Occurrence } from '../Baseline';
import type { PlanRun } from '../PlanRun';
import { workloadOf } from '../workloads/workloads';
import { isWrite } from '../proxy/Exchange';
import { onEveryRoad } from './answerPlans';
import type { Fault, Plan } from './Plan';
import { isPoint, nameOf, Point } from './Point';

/** client-go's, as the engine has it. */
const LEASE_MS = 15_000;
const WRONG_MS = 5 * 60_000;

/** Workloads with a leader to pause: with a standby that takes over, and alone. */
const PAUSED = new Set(['success', 'replicas', 'replicas-schedule', 'stop']);

/** The leader is stopped past its lease in the middle of a write; clocks are wrong. */
export function leaderPlans(baseline: Baseline): readonly Plan[] {
  const workload = workloadOf(baseline.workload);
  const plan = (
    what: string,
    inject: Plan['inject'],
    more: Pick<Plan, 'also' | 'comesLate'> = {},
  ): Plan => ({
    id: `leaders/${baseline.workload}/${what}`,
    class: 'leaders',
    workload,
    inject,
    ...more,
  });
  const points = baseline.writes.filter(
    it => isPoint(it) && !it.signature.includes(' events/'),
  );
  const middle = points[Math.floor(points.length / 2)];
  return [
    ...(PAUSED.has(baseline.workload)
      ? points.flatMap(write => [
          plan(
            `paused before ${nameOf(write)}`,
            run => pause(run, write, 'before'),
            { comesLate: write.signature.split(' ')[1] },
          ),
          plan(
            `paused after ${nameOf(write)}`,
            run => pause(run, write, 'after'),
            baseline.workload.startsWith('replicas')
              ? { also: deposedWrites }
              : {},
          ),
        ])
      : []),
    // Who is to be gone some time after an end that others have dated is gone as much later as the clock is behind.
    ...(workload.name === 'ttl' ? [1] : [-1, 1]).flatMap(direction => [
      plan(`clock ${direction < 0 ? 'behind' : 'ahead'} by 5 min`, run => {
        run.replicas.forEach(it => {
          it.clockOffsetMs = direction * WRONG_MS;
        });
        return { struck: () => true };
      }),
      plan(
        `clock ${direction < 0 ? 'back' : 'on'} by 5 min at ${nameOf(middle)}`,
        run => jump(run, middle, direction * WRONG_MS),
      ),
    ]),
    // Of two, one is wrong: they must still agree on who leads.
    ...((workload.replicas ?? 1) > 1
      ? [
          plan('the clocks 10 min apart', run => {
            run.replicas.forEach((it, index) => {
              it.clockOffsetMs = index === 0 ? -WRONG_MS : WRONG_MS;
            });
            return { struck: () => true };
          }),
        ]
      : []),
  ];
}

/** SIGSTOP, for longer than the lease; `before`: with its write on the way, which arrives afterwards. */
function pause(
  run: PlanRun,
  write: Occurrence,
  moment: 'before' | 'after',
): Fault {
  const point = new Point(write);
  const hold = async (replica: PlanRun['replicas'][number]) => {
    const { process } = replica;
    process?.pause();
    // Its successor leads by then, if there is one.
    await sleep(run.engineTime(LEASE_MS + 3_000) + 500);
    return () => process?.resume();
  };
  run.replicas.forEach(replica => {
    replica.proxy.interceptor = {
      request: async exchange => {
        if (point.reaches(exchange) && moment === 'before') {
          const resume = await hold(replica);
          setTimeout(resume, 50);
        }
      },
      answer: async exchange => {
        if (point.is(exchange) && moment === 'after') {
          const resume = await hold(replica);
          resume();
        }
      },
    };
  });
  return { struck: () => point.wasReached };
}

/**
 * Whoever was paused past its lease must not write in the name of the leader again before it leads again: of its own
 * accord, so what was on the way when it was paused does not count.
 */
function deposedWrites(run: PlanRun): readonly string[] {
  const faults: string[] = [];
  const claims = run.record.committed
    .filter(it => it.exchange.resource === 'leases')
    .map(it => it.exchange);
  for (const exchange of run.record.exchanges) {
    if (isWrite(exchange) && exchange.resource !== 'leases') {
      // Who had the lease when this was sent.
      const leader = claims
        .filter(it => it.sequence < exchange.sequence)
        .pop()?.replica;
      if (leader !== undefined && leader !== exchange.replica) {
        faults.push(
          `replica ${exchange.replica} asked for "${exchange.signature}" though replica ${leader} led`,
        );
      }
    }
  }
  return faults;
}

function jump(run: PlanRun, at: Occurrence, offsetMs: number): Fault {
  const point = new Point(at);
  onEveryRoad(run, () => ({
    request: exchange => {
      if (point.reaches(exchange)) {
        run.replicas.forEach(it => {
          it.clockOffsetMs = offsetMs;
          it.process?.setClock(offsetMs);
        });
      }
    },
  }));
  return { struck: () => point.wasReached };
}
