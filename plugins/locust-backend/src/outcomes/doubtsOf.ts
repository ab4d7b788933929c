import { formatDuration, type Doubt } from 'backstage-plugin-locust-common';
import type { BusyFacts, TrustFacts } from './TrustFacts';

/** Part of the test that something has to have stood above 90 % of a core. */
const LEAST_PART = 0.1;
/** With a load shape users follow what is wanted a little later, so the top of the shape need not be reached to the last. */
const SHAPE_PART = 0.95;
const MAX_NAMED = 3;

/**
 * What makes the figures of a run less to be trusted, so far. The rules are told in
 * `docs/decisions/trust-in-the-figures.md`.
 */
export function doubtsOf(facts: TrustFacts): readonly Doubt[] {
  return [
    workerCpu(facts),
    masterCpu(facts),
    workersLost(facts),
    usersNotReached(facts),
    logGap(facts),
  ].filter((it): it is Doubt => it !== undefined);
}

function workerCpu(facts: TrustFacts): Doubt | undefined {
  const remedy =
    'Use more workers, or give them more CPU, for their response times may hold waiting of their own.';
  const { cpu, cpuWarnings, mostWorkers, seconds } = facts;
  if (!cpu) {
    const { workers } = cpuWarnings;
    return workers.length > 0
      ? {
          code: 'WorkerCpu',
          message: `Locust warned that ${named(
            workers,
          )} went above 90 % of a core, for how long is not known without the reporter. ${remedy}`,
        }
      : undefined;
  }
  if (!stood(cpu.workers, seconds)) {
    return undefined;
  }
  const [busiest = 'A worker', ...others] = cpu.busyWorkers;
  const and =
    others.length > 0
      ? `, as did ${others.length} more of ${Math.max(
          mostWorkers,
          cpu.busyWorkers.length,
        )} workers at times`
      : '';
  return {
    code: 'WorkerCpu',
    message: `${
      cpu.busyWorkers.length > 0 ? `Worker ${busiest}` : busiest
    } stood above 90 % of a core${and}, ${howLong(
      cpu.workers,
      seconds,
    )}. ${remedy}`,
  };
}

function masterCpu(facts: TrustFacts): Doubt | undefined {
  const remedy =
    'Give it more CPU, or use fewer workers, for it may have counted late and taken workers for lost.';
  const { cpu, cpuWarnings, seconds } = facts;
  if (!cpu) {
    return cpuWarnings.master
      ? {
          code: 'MasterCpu',
          message: `Locust warned that the master went above 90 % of a core, for how long is not known without the reporter. ${remedy}`,
        }
      : undefined;
  }
  return stood(cpu.master, seconds)
    ? {
        code: 'MasterCpu',
        message: `The master stood above 90 % of a core, ${howLong(
          cpu.master,
          seconds,
        )}. ${remedy}`,
      }
    : undefined;
}

function workersLost(facts: TrustFacts): Doubt | undefined {
  const { workersLost: lost, lostWorkers, mostWorkers } = facts;
  if (lost <= 0) {
    return undefined;
  }
  const who = lostWorkers.length > 0 ? ` (${listed(lostWorkers)})` : '';
  const of = Math.max(mostWorkers, lost);
  return {
    code: 'WorkersLost',
    message: `${lost} of ${of} ${of === 1 ? 'worker' : 'workers'} ${
      lost === 1 ? 'was' : 'were'
    } lost while the test ran${who}, so what they had measured last is missing and the load was not what was wanted. See in their pods why they went; most often they need more memory or CPU.`,
  };
}

function usersNotReached(facts: TrustFacts): Doubt | undefined {
  const { users, over } = facts;
  if (!over || !users) {
    return undefined;
  }
  const { wanted, reached, steady } = users;
  if (reached >= (steady ? wanted : wanted * SHAPE_PART)) {
    return undefined;
  }
  return {
    code: 'UsersNotReached',
    message: `There were never more than ${reached} of ${wanted} users, so the load was less than wanted. Let the test run longer, start more users per second, or use more workers.`,
  };
}

function logGap({ missingLines }: TrustFacts): Doubt | undefined {
  const { beginning, between } = missingLines;
  const where = [
    ...(beginning > 0 ? [`${beginning} at its beginning`] : []),
    ...(between > 0 ? [`${between} further on`] : []),
  ].join(' and ');
  return where === ''
    ? undefined
    : {
        code: 'LogGap',
        message: `Lines of the reporter are missing from the log, ${where}: what happened then is not known. Print less in the locustfile, or have the nodes keep more of a container's log.`,
      };
}

/** Long enough, and not next to nothing of a long test. */
function stood(busy: BusyFacts, seconds: number): boolean {
  return busy.seconds > 0 && busy.seconds >= seconds * LEAST_PART;
}

function howLong(busy: BusyFacts, seconds: number): string {
  return `for ${formatDuration(busy.seconds)} of ${formatDuration(
    Math.max(seconds, busy.seconds),
  )} and at most at ${Math.round(busy.most)} %`;
}

function named(workers: readonly string[]): string {
  return workers.length === 1
    ? `worker ${workers[0]}`
    : `${workers.length} workers (${listed(workers)})`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).join(', ');
  return names.length > MAX_NAMED
    ? `${shown} and ${names.length - MAX_NAMED} more`
    : shown;
}
