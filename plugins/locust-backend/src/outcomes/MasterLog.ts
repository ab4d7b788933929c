import type {
  Point,
  RunEvent,
  Statistics,
} from 'backstage-plugin-locust-common';
import type { EndpointPoints } from '../runs/EndpointPoints';
import type { LocustFailure } from '../runs/LocustFailure';
import type { StoredLog } from '../runs/RunStore';
import { agreesWithTable } from './agreesWithTable';
import { doubtsOf } from './doubtsOf';
import { EndpointSeries } from './EndpointSeries';
import { HumanLog } from './HumanLog';
import { LogFact, logFact, logMessage } from './LogMessage';
import { Outcome, OutcomeFigures, OutcomeStanding } from './Outcome';
import { plainText } from './plainText';
import { PointSeries } from './PointSeries';
import {
  PrintedTable,
  PrintedTables,
  requestsOf,
  statisticsOf,
} from './PrintedTables';
import { ReportedEndpoints } from './ReportedEndpoints';
import { ReporterFigures } from './ReporterFigures';
import { reporterLine, ReporterRecord, TotalRecord } from './ReporterRecord';
import { StopJudge } from './StopJudge';
import { TracebackReader } from './TracebackReader';
import { TrustWatch } from './TrustWatch';

/** Seconds between two of Locust's own tables. */
const TABLE_INTERVAL = 2;
const MAX_EVENTS = 200;
const MAX_WORKERS = 10_000;
/** States of Locust's runner before the test and after it. */
const IDLE_STATES: ReadonlySet<string> = new Set([
  'ready',
  'missing',
  'stopped',
]);

/**
 * What a Locust master's log tells, line by line. The outcome depends on the lines and their times only: reading the
 * log again, or from the start, gives the same.
 *
 * Two languages are understood: the reporter's lines, and what Locust prints by itself. Nothing that a log may hold
 * is an error; what is not understood is log.
 */
export class MasterLog {
  private readonly human = new HumanLog();
  private readonly tables = new PrintedTables(table => this.onTable(table));
  private readonly tracebacks = new TracebackReader();
  private readonly reporter = new ReporterFigures();
  private readonly reported = new PointSeries();
  private readonly printed = new PointSeries();
  private readonly reportedEndpoints = new ReportedEndpoints();
  private readonly printedEndpoints = new EndpointSeries();
  private readonly events: RunEvent[] = [];
  private readonly told = new Set<string>();
  private readonly workers = new Set<string>();

  private time?: Date;
  private printedTimeZero?: number;
  private printedSeconds = 0;
  private lastTable?: PrintedTable;
  private mostWorkers = 0;
  private reportedWorkers?: number;
  private firstReport?: number;
  private users = 0;
  private ramp?: {
    readonly from: number;
    readonly to: number;
    readonly rate: number;
    readonly since?: number;
  };
  private spawned?: { readonly users: number; readonly at?: Date };
  private started = false;
  private ending = false;
  private exitCode?: number;
  /** In Locust's own log, and before that began. */
  private refusal?: LocustFailure;
  private plainRefusal?: LocustFailure;
  private ended = false;
  private readonly stop: StopJudge;
  private readonly trust = new TrustWatch();

  /** @param stopWhen - the conditions of the run's spec to stop it, if there are any */
  constructor(stopWhen?: unknown) {
    this.stop = new StopJudge(stopWhen);
  }

  /**
   * @param text - a line without its end and without the container runtime's time
   * @param time - when the container runtime got it, where that is known
   */
  line(text: string, time?: Date): void {
    if (time) {
      this.time = time;
    }
    const report = reporterLine(text);
    if (report) {
      if (!time && report.record.time) {
        this.time = report.record.time;
      }
      this.onReport(report.record);
      if (report.before !== '') {
        this.line(report.before, time);
      }
      return;
    }
    const plain = plainText(text);
    this.human.add(plain);
    const message = logMessage(plain);
    if (message) {
      if (!time) {
        this.time = message.time;
      }
      const fact = logFact(message);
      if (fact) {
        this.onFact(fact);
      }
      return;
    }
    this.plainRefusal ??= plainRefusal(plain);
    this.tracebacks.add(plain);
    this.tables.add(plain);
  }

  /** There is nothing more to come. */
  end(): void {
    this.ended = true;
    this.trust.ended();
  }

  /** Events since the last call, oldest first. */
  takeEvents(): readonly RunEvent[] {
    return this.events.splice(0);
  }

  /** The log as people read it. */
  storedLog(): StoredLog {
    return this.human.stored(this.ended);
  }

  /** Lines of the log that people read. */
  get lineCount(): number {
    return this.human.lineCount;
  }

  /**
   * The beginning of the log is not there any more: the runtime has rotated it away. The reporter's interim figures of
   * endpoints that have not changed since are then missing.
   */
  get beginningLost(): boolean {
    return (this.firstReport ?? 0) > 0;
  }

  /** Size of the log that people read, in characters, as far as it is kept. */
  get logLength(): number {
    return this.human.length;
  }

  /** The outcome so far, without what is long: cheap enough to be asked for after every portion. */
  standing(): OutcomeStanding {
    const { source, total } = this.source();
    return {
      exitCode: this.exitCode,
      usersSpawned: this.spawned?.users,
      usersSpawnedAt: this.spawned?.at,
      currentUsers: this.users,
      workersConnected: this.ending ? this.mostWorkers : this.connected(),
      started: this.started,
      total,
      final: source === 'finalReport' || source === 'finalTable',
      failure: this.failure(),
      stopCondition: this.stop.met,
      doubts: doubtsOf(this.trust.facts()),
    };
  }

  /** The outcome so far. */
  outcome(): Outcome {
    return {
      ...this.figures(),
      points: this.points(),
      endpointPoints: this.endpointSeries().points(),
    };
  }

  /** The course of the run so far, thinned. */
  points(): readonly Point[] {
    return this.series().points();
  }

  /** Seconds of that course of which one point is kept by now. */
  get pointInterval(): number {
    return this.series().interval;
  }

  /** Of the course of the run what has come since the last call. */
  takePoints(): readonly Point[] {
    return this.series().take();
  }

  /** The same of the first endpoints: see {@link MAX_ENDPOINTS}. */
  takeEndpointPoints(): readonly EndpointPoints[] {
    return this.endpointSeries().take();
  }

  /** The outcome so far but for its points, of which there are many. */
  figures(): OutcomeFigures {
    return {
      ...this.standing(),
      ...this.lists(),
      exceptions: this.reporter.exceptions,
      sinceWarmUp:
        this.source().source === 'finalReport'
          ? this.reporter.sinceWarmUp
          : undefined,
    };
  }

  /** Where the figures come from. Locust's own table has the last word; the reporter's are the same, not rounded. */
  private source(): {
    readonly source: 'finalReport' | 'finalTable' | 'report' | 'table' | 'none';
    readonly total?: Statistics;
  } {
    const printed = this.ending ? this.tables.figures?.total : undefined;
    const { total, complete } = this.reporter;
    if (total && complete && (!printed || agreesWithTable(total, printed))) {
      return { source: 'finalReport', total };
    }
    if (printed) {
      return { source: 'finalTable', total: printed };
    }
    if (total) {
      return { source: 'report', total };
    }
    return this.lastTable
      ? { source: 'table', total: statisticsOf(this.lastTable.total) }
      : { source: 'none' };
  }

  private series(): PointSeries {
    return this.reported.size > 0 ? this.reported : this.printed;
  }

  private endpointSeries(): EndpointSeries | ReportedEndpoints {
    return this.reported.size > 0
      ? this.reportedEndpoints
      : this.printedEndpoints;
  }

  private lists(): Pick<Outcome, 'requests' | 'errors'> {
    switch (this.source().source) {
      case 'finalReport':
      case 'report':
        return {
          requests: this.reporter.requests,
          errors: this.reporter.errors,
        };
      case 'finalTable':
        return {
          requests: this.tables.figures?.requests ?? [],
          errors: this.tables.errors,
        };
      default:
        return {
          requests: this.lastTable ? requestsOf(this.lastTable) : [],
          errors: [],
        };
    }
  }

  private failure(): LocustFailure | undefined {
    if (this.started) {
      return undefined;
    }
    // Who waited for workers has got over every traceback before.
    if (this.refusal?.kind === 'noWorkers') {
      return this.refusal;
    }
    const { traceback } = this.tracebacks;
    if (traceback) {
      const { error, file, line, inUsersCode } = traceback;
      return {
        kind: inUsersCode ? 'locustfile' : 'other',
        message: error,
        ...(file !== undefined && { place: `${file}:${line}` }),
      };
    }
    const refusal = this.refusal ?? this.plainRefusal;
    if (refusal) {
      return refusal;
    }
    // What a shell says has no form; the last lines are what a person would look at.
    return this.ended && this.exitCode !== 0 && this.human.lineCount > 0
      ? {
          kind: 'other',
          message: this.human.lastLines(3).join(' / ').slice(-1000),
        }
      : undefined;
  }

  private connected(): number {
    return this.reportedWorkers ?? this.workers.size;
  }

  private onReport(record: ReporterRecord): void {
    this.firstReport ??= record.n;
    this.reporter.add(record);
    this.stop.add(record);
    this.trust.report(record);
    this.reportedEndpoints.add(
      record,
      record.kind === 'total' && isMeasuring(record),
    );
    if (record.kind === 'total') {
      this.onReportedTotal(record);
    } else if (record.kind === 'end') {
      this.exitCode = record.exitCode ?? this.exitCode;
    }
  }

  private onReportedTotal(record: TotalRecord): void {
    if (record.final) {
      this.ending = true;
      this.trust.ended();
      this.users = 0;
      return;
    }
    this.users = record.users;
    this.reportedWorkers = record.workers;
    this.mostWorkers = Math.max(this.mostWorkers, record.workers);
    if (record.usersSpawned !== undefined) {
      this.onUsersSpawned(record.usersSpawned);
    }
    if (!isMeasuring(record)) {
      return;
    }
    this.started = true;
    const { statistics } = record;
    this.reported.add({
      elapsedSeconds: record.elapsed,
      time: this.time,
      users: record.users,
      rps: statistics.rps,
      failuresPerSecond: statistics.failuresPerSecond,
      avg: statistics.avg,
      median: record.recentMedian,
      p95: record.recentP95,
      workers: record.workers,
      requests: statistics.requests,
      failures: statistics.failures,
    });
  }

  private onTable(table: PrintedTable): void {
    const { total } = table;
    if (this.ending) {
      return;
    }
    if (total.requests > 0) {
      this.started = true;
    }
    // Locust prints empty tables while it waits for its workers.
    if (!this.started) {
      return;
    }
    this.lastTable = table;
    this.trust.goesOn();
    const elapsedSeconds = this.printedElapsed();
    const time =
      this.printedTimeZero === undefined
        ? undefined
        : new Date(this.printedTimeZero + elapsedSeconds * 1000);
    this.users = this.rampedUsers(time);
    this.printed.add({
      elapsedSeconds,
      time,
      users: this.users,
      rps: total.rps,
      failuresPerSecond: total.failuresPerSecond,
      avg: total.avg,
      median: total.median,
      workers: this.connected(),
      requests: total.requests,
      failures: total.failures,
    });
    // The reporter's are better, and twice as many would take twice the memory.
    if (this.reported.size === 0) {
      this.addEndpoints(table, elapsedSeconds);
    }
  }

  private addEndpoints(table: PrintedTable, elapsedSeconds: number): void {
    const requests = requestsOf(table, this.tables.establishedOf(table));
    for (const { method, name, statistics } of requests) {
      this.printedEndpoints.add(
        { method, name },
        {
          elapsedSeconds,
          users: this.users,
          rps: statistics.rps,
          failuresPerSecond: statistics.failuresPerSecond,
          avg: statistics.avg,
          median: statistics.median,
          requests: statistics.requests,
          failures: statistics.failures,
        },
      );
    }
  }

  /** Tables have no time of their own: the runtime's if it is known, else their number. */
  private printedElapsed(): number {
    const now = this.time?.getTime();
    if (now !== undefined && this.printedTimeZero === undefined) {
      this.printedTimeZero = now;
    }
    const measured =
      now === undefined || this.printedTimeZero === undefined
        ? 0
        : (now - this.printedTimeZero) / 1000;
    const counted =
      this.printed.size === 0 ? 0 : this.printedSeconds + TABLE_INTERVAL;
    // A time that stands still is that of the last log line: then the tables' own interval counts.
    this.printedSeconds =
      measured > this.printedSeconds + TABLE_INTERVAL / 2 ? measured : counted;
    return this.printedSeconds;
  }

  /** How many users there should be by now: Locust says only when all are there. */
  private rampedUsers(time: Date | undefined): number {
    if (!this.ramp) {
      return this.users;
    }
    const { from, to, rate, since } = this.ramp;
    const seconds =
      since === undefined || !time
        ? 0
        : Math.max(0, (time.getTime() - since) / 1000);
    const change = Math.floor(seconds * rate);
    return from < to
      ? Math.min(to, from + change)
      : Math.max(to, from - change);
  }

  private onFact(fact: LogFact): void {
    switch (fact.kind) {
      case 'workerReady':
      case 'workerBack':
        this.workerCame(fact.worker);
        return;
      case 'workerMissing':
        this.workerWent(fact.worker, 'does not answer any more', it =>
          this.trust.workerLost(it),
        );
        return;
      case 'workerQuit':
        this.workerWent(fact.worker, 'has quit', it =>
          this.trust.workerQuit(it),
        );
        return;
      case 'spawning':
        this.onSpawning(fact);
        return;
      case 'usersSpawned': {
        // Old versions wait for a shorter time than workers take to report: all are there, their number is stale.
        const users = fact.complete
          ? fact.users
          : Math.max(fact.users, this.ramp?.to ?? 0);
        this.ramp = undefined;
        this.users = users;
        this.onUsersSpawned(users);
        return;
      }
      case 'runTimeReached':
        this.beginEnd('RunTimeReached', 'The run time is over.');
        return;
      case 'shapeEnded':
        this.beginEnd('ShapeEnded', 'The load shape has come to its end.');
        return;
      case 'terminated':
        this.trust.stopped();
        this.beginEnd('Terminated', 'Locust was told to stop.');
        return;
      case 'overloaded':
        this.trust.warned(fact);
        this.tell('warning', 'CpuOverloaded', fact.message);
        return;
      case 'shuttingDown':
        this.exitCode = fact.exitCode;
        this.beginEnd(
          'ShuttingDown',
          `Locust is shutting down with exit code ${fact.exitCode}.`,
        );
        // Only what comes now is of the whole run.
        this.tables.forget();
        this.ending = true;
        this.trust.ended();
        return;
      case 'noWorkers':
        // Whatever it complained of before, it went on.
        this.refusal = { kind: fact.kind, message: fact.message };
        return;
      case 'noUsers':
        this.refusal ??= { kind: fact.kind, message: fact.message };
        return;
      case 'refused':
        this.refusal ??= { kind: 'other', message: fact.message };
        return;
      default:
        return;
    }
  }

  private workerCame(worker: string): void {
    if (this.workers.size < MAX_WORKERS) {
      this.workers.add(worker);
    }
    this.mostWorkers = Math.max(this.mostWorkers, this.workers.size);
    this.trust.workersConnected(this.workers.size);
  }

  private workerWent(
    worker: string,
    how: string,
    doubt: (worker: string) => void,
  ): void {
    const expected = this.ending || this.told.has('end');
    if (this.workers.delete(worker) && !expected) {
      this.tell('warning', 'WorkerLost', `Worker ${worker} ${how}.`);
      if (this.started) {
        doubt(worker);
      }
    }
  }

  private onSpawning(fact: Extract<LogFact, { kind: 'spawning' }>): void {
    this.started = true;
    this.mostWorkers = Math.max(this.mostWorkers, fact.workers);
    this.trust.usersWanted(fact.users);
    this.ramp = {
      from: this.users,
      to: fact.users,
      rate: fact.rate,
      since: this.time?.getTime(),
    };
    if (!this.told.has('WorkersConnected')) {
      this.told.add('WorkersConnected');
      this.tell(
        'normal',
        'WorkersConnected',
        `${count(fact.workers, 'worker')} connected; spawning ${count(
          fact.users,
          'user',
        )}, ${fact.rate} a second.`,
      );
    }
  }

  private onUsersSpawned(users: number): void {
    this.trust.usersSpawned(users);
    if (this.spawned && this.spawned.users >= users) {
      return;
    }
    this.spawned = { users, at: this.spawned?.at ?? this.time };
    if (!this.told.has('UsersSpawned')) {
      this.told.add('UsersSpawned');
      this.tell(
        'normal',
        'UsersSpawned',
        `All ${count(users, 'user')} spawned.`,
      );
    }
  }

  private beginEnd(reason: string, message: string): void {
    this.told.add('end');
    this.tell('normal', reason, message);
  }

  private tell(type: RunEvent['type'], reason: string, message: string): void {
    const key = `${reason}\0${message}`;
    if (!this.time || this.told.has(key) || this.told.size >= MAX_EVENTS) {
      return;
    }
    this.told.add(key);
    this.events.push({ time: this.time, type, reason, message });
  }
}

/** Its figures are those of a test that goes on. */
function isMeasuring(
  record: TotalRecord,
): record is TotalRecord & { readonly elapsed: number } {
  return (
    !record.final &&
    record.elapsed !== undefined &&
    !IDLE_STATES.has(record.state)
  );
}

/** Python's argparse, under whichever name Locust was called. */
const ARGUMENTS_REFUSED = /^[\w.-]{1,60}: error: (.{1,1000})/;
const NO_LOCUSTFILE =
  /^Could not find (?:any locustfiles in directory )?'[^']{1,1000}'/;

/** What is refused before Locust's own logging begins. */
function plainRefusal(line: string): LocustFailure | undefined {
  const refused = ARGUMENTS_REFUSED.exec(line);
  if (refused) {
    return { kind: 'arguments', message: refused[1] };
  }
  const missing = NO_LOCUSTFILE.exec(line);
  return missing ? { kind: 'noLocustfile', message: missing[0] } : undefined;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
