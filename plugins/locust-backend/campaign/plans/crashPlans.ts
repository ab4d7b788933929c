import type { Baseline, Occurrence } from '../Baseline';
import type { PlanRun } from '../PlanRun';
import type { Replica } from '../Replica';
import { workloadOf } from '../workloads/workloads';
import type { Fault, Plan } from './Plan';
import { isPoint, nameOf, Point } from './Point';

/**
 * - `before`: the write never reaches the API server.
 * - `unanswered`: it is carried out, but the engine never learns.
 * - `after`: the engine has the answer, and no time to do anything with it.
 */
const MOMENTS = ['before', 'unanswered', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

/** The process is killed around every write of the workload. */
export function crashPlans(baseline: Baseline): readonly Plan[] {
  const plan = (write: Occurrence, moment: Moment): Plan => ({
    id: `crash/${baseline.workload}/${moment} ${nameOf(write)}`,
    class: 'crash',
    workload: workloadOf(baseline.workload),
    inject: run => crash(run, write, moment),
  });
  const points = baseline.writes.filter(isPoint);
  const middle = plan(points[Math.floor(points.length / 2)], 'unanswered');
  return [
    ...points.flatMap(write => MOMENTS.map(moment => plan(write, moment))),
    // Once with every time as it is in production.
    {
      ...middle,
      id: middle.id.replace('unanswered', 'in real time, unanswered'),
      realTime: true,
    },
  ];
}

function crash(run: PlanRun, write: Occurrence, moment: Moment): Fault {
  const point = new Point(write);
  let dead: Replica | undefined;
  const kill = async (replica: Replica) => {
    dead = replica;
    await replica.kill();
    // With a standby the dead one stays away: the other has to do.
    if (run.replicas.length === 1) {
      restart(run, replica);
    }
  };
  for (const replica of run.replicas) {
    replica.proxy.interceptor = {
      request: async exchange => {
        if (point.reaches(exchange) && moment === 'before') {
          await kill(replica);
          return { kind: 'cut' };
        }
        return undefined;
      },
      answer: async exchange => {
        if (point.is(exchange) && moment === 'unanswered') {
          await kill(replica);
          return { kind: 'cut' };
        }
        return undefined;
      },
      answered: async exchange => {
        if (point.is(exchange) && moment === 'after') {
          await kill(replica);
        }
      },
    };
  }
  return {
    struck: () => dead !== undefined,
    lift: async () => {
      if (dead && run.replicas.length > 1) {
        await dead.restart();
      }
    },
  };
}

/** Beside what goes on: the road must not wait for the process that it leads from. */
export function restart(run: PlanRun, replica: Replica): void {
  replica.restart().catch(error => run.errors.push(error.message));
}
