import { BusyTime } from './BusyTime';
import type { LogFact } from './LogMessage';
import type { ReporterRecord, TotalRecord } from './ReporterRecord';
import type { TrustFacts } from './TrustFacts';

/** Percent of a core, as in Locust's own warning. */
const BUSY = 90;
const MAX_WORKERS = 10_000;
/** Of Locust's runner while users make requests. */
const UNDER_WAY: ReadonlySet<string> = new Set(['spawning', 'running']);

/** How often a worker was listed above the limit, and how far. */
interface BusyWorker {
  times: number;
  most: number;
}

/** Gathers what a master's log tells of how far its figures are to be trusted, from either language of the log. */
export class TrustWatch {
  private readonly master = new BusyTime(BUSY);
  private readonly busiest = new BusyTime(BUSY);
  private readonly busyWorkers = new Map<string, BusyWorker>();
  private readonly warnedWorkers = new Set<string>();
  private masterWarned = false;
  private readonly lost = new Set<string>();
  /** Workers that have said good-bye, which they do at the end of the test as well. */
  private readonly leaving = new Set<string>();

  /** The time of the newest total while users made requests. */
  private elapsed?: number;
  private mostWorkers = 0;
  private mostLost = 0;
  private targets?: { readonly least: number; readonly most: number };
  private mostUsers = 0;
  private printed?: {
    readonly wanted: number;
    reached: number;
    readonly steady: boolean;
  };
  private cutShort = false;
  private over = false;

  private newestLine?: number;
  private missing = { beginning: 0, between: 0 };

  /** A line of the reporter. */
  report(record: ReporterRecord): void {
    this.countLine(record.n);
    if (record.kind !== 'total' || record.final) {
      return;
    }
    if (record.elapsed === undefined || !UNDER_WAY.has(record.state)) {
      this.master.interrupt();
      this.busiest.interrupt();
      return;
    }
    this.onTotal(record, record.elapsed);
  }

  /** Locust's own warning, which it gives once for each process. */
  warned({ of, worker }: Extract<LogFact, { kind: 'overloaded' }>): void {
    if (of === 'master') {
      this.masterWarned = true;
    } else if (worker !== undefined && this.warnedWorkers.size < MAX_WORKERS) {
      this.warnedWorkers.add(worker);
    }
  }

  /** By what Locust prints: the worker does not answer any more. */
  workerLost(worker: string): void {
    if (this.lost.size < MAX_WORKERS) {
      this.lost.add(worker);
    }
  }

  /** By what Locust prints: the worker has quit, and is lost if the test goes on without it. */
  workerQuit(worker: string): void {
    if (this.leaving.size < MAX_WORKERS) {
      this.leaving.add(worker);
    }
  }

  /** Users make requests at this moment. */
  goesOn(): void {
    this.leaving.forEach(it => this.workerLost(it));
    this.leaving.clear();
  }

  workersConnected(workers: number): void {
    this.mostWorkers = Math.max(this.mostWorkers, workers);
  }

  /** So many users are to be spawned, as Locust prints. */
  usersWanted(users: number): void {
    const { wanted = users, reached = 0, steady = true } = this.printed ?? {};
    this.printed = {
      wanted: Math.max(wanted, users),
      reached,
      steady: steady && wanted === users,
    };
  }

  usersSpawned(users: number): void {
    this.mostUsers = Math.max(this.mostUsers, users);
    if (this.printed) {
      this.printed.reached = Math.max(this.printed.reached, users);
    }
  }

  /** Somebody had the test stopped, so it need not have come to where it was going. */
  stopped(): void {
    this.cutShort = true;
  }

  /** Nothing more is to come of the test. */
  ended(): void {
    this.over = true;
  }

  facts(): TrustFacts {
    const reported = this.elapsed !== undefined;
    return {
      seconds: this.elapsed ?? 0,
      over: this.over,
      ...(reported && {
        cpu: {
          master: factsOf(this.master),
          workers: factsOf(this.busiest),
          busyWorkers: [...this.busyWorkers]
            .sort(([, a], [, b]) => b.times - a.times || b.most - a.most)
            .map(([id]) => id),
        },
      }),
      cpuWarnings: {
        master: this.masterWarned,
        workers: [...this.warnedWorkers],
      },
      mostWorkers: this.mostWorkers,
      workersLost: Math.max(this.mostLost, this.lost.size),
      lostWorkers: [...this.lost],
      users: this.users(),
      missingLines: this.missing,
    };
  }

  private onTotal(record: TotalRecord, elapsed: number): void {
    this.elapsed = elapsed;
    this.goesOn();
    this.master.see(elapsed, record.masterCpu);
    this.busiest.see(elapsed, record.maxWorkerCpu);
    for (const { id, cpu } of record.workerList) {
      if (cpu !== undefined && cpu > BUSY) {
        this.onBusyWorker(id, cpu);
      }
    }
    this.workersConnected(record.workers);
    this.mostLost = Math.max(this.mostLost, this.mostWorkers - record.workers);
    const { targetUsers } = record;
    this.targets = {
      least: Math.min(this.targets?.least ?? targetUsers, targetUsers),
      most: Math.max(this.targets?.most ?? targetUsers, targetUsers),
    };
    this.mostUsers = Math.max(
      this.mostUsers,
      record.users,
      record.usersSpawned ?? 0,
    );
  }

  private onBusyWorker(id: string, cpu: number): void {
    const worker = this.busyWorkers.get(id) ?? { times: 0, most: 0 };
    worker.times += 1;
    worker.most = Math.max(worker.most, cpu);
    if (this.busyWorkers.has(id) || this.busyWorkers.size < MAX_WORKERS) {
      this.busyWorkers.set(id, worker);
    }
  }

  private users(): TrustFacts['users'] {
    if (this.cutShort) {
      return undefined;
    }
    if (this.targets) {
      return {
        wanted: this.targets.most,
        reached: this.mostUsers,
        steady: this.targets.least === this.targets.most,
      };
    }
    return this.printed;
  }

  private countLine(n: number): void {
    if (this.newestLine === undefined) {
      this.missing.beginning = Math.max(0, n);
    } else if (n > this.newestLine + 1) {
      this.missing.between += n - this.newestLine - 1;
    }
    this.newestLine = Math.max(this.newestLine ?? n, n);
  }
}

function factsOf({ seconds, most }: BusyTime) {
  return { seconds, most };
}
