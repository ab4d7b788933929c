import type { Endpoint, Point } from 'backstage-plugin-locust-common';
import { EndpointPoints, endpointKey } from '../runs/EndpointPoints';
import { EndpointSeries } from './EndpointSeries';
import type { ReporterRecord, TotalRecord } from './ReporterRecord';

type Entry = Extract<ReporterRecord, { kind: 'entry' }>;

/**
 * Seconds after which an endpoint without a request has a rate of 0. Locust's is that of ten seconds, which end two
 * seconds before the newest request; and a worker tells of a request up to three seconds after it.
 */
const RATE_IS_OVER = 15;
/** What is told within a second of a total belongs to its moment. */
const SAME_MOMENT_MS = 1000;

/** A total and what is told after it, up to the next total. */
interface Round {
  readonly n: number;
  readonly time?: Date;
  readonly elapsed: number;
  readonly users: number;
  /** Nothing was requested of late. */
  readonly quiet: boolean;
  readonly told: Set<string>;
  lines: number;
}

/**
 * The courses of endpoints by the reporter's interim lines. An endpoint is told of when it has changed: one that was
 * not where others were has had no request, and its rate is 0 once the last ones are long enough ago.
 */
export class ReportedEndpoints {
  private readonly series = new EndpointSeries();
  private round?: Round;
  /** Elapsed seconds at which each was told of last. */
  private readonly toldAt = new Map<string, number>();
  /** Elapsed seconds at which lines were last found to be missing. */
  private gapAt = -Infinity;

  /** @param measuring - of a total, whether the test is going on */
  add(record: ReporterRecord, measuring: boolean): void {
    if (record.kind === 'total') {
      this.endRound(record);
      this.round = measuring ? beginning(record) : undefined;
      return;
    }
    if (this.round) {
      this.round.lines += 1;
      if (record.kind === 'entry' && !record.final) {
        this.onEntry(record, this.round);
      }
    }
  }

  points(): readonly EndpointPoints[] {
    return this.series.points();
  }

  take(): readonly EndpointPoints[] {
    return this.series.take();
  }

  private onEntry(record: Entry, round: Round): void {
    const { statistics } = record;
    const elapsedSeconds = round.elapsed + lateBy(record, round);
    this.series.add(record, {
      elapsedSeconds,
      users: round.users,
      rps: statistics.rps,
      failuresPerSecond: statistics.failuresPerSecond,
      avg: statistics.avg,
      median: record.recentMedian,
      p95: record.recentP95,
      requests: statistics.requests,
      failures: statistics.failures,
    });
    const key = endpointKey(record);
    round.told.add(key);
    if (this.series.has(record)) {
      this.toldAt.set(key, elapsedSeconds);
    }
  }

  /** At the next total the reporter has told all that it had to tell. */
  private endRound(next: TotalRecord): void {
    const { round } = this;
    if (!round || next.final) {
      return;
    }
    if (next.n !== round.n + round.lines + 1) {
      this.gapAt = round.elapsed;
    }
    // Where none was told of, it may not have been the endpoints' turn.
    if (round.told.size === 0 && !round.quiet) {
      return;
    }
    for (const endpoint of this.series.endpoints()) {
      if (!round.told.has(endpointKey(endpoint)) && this.isOver(endpoint)) {
        this.series.add(endpoint, restAt(round));
      }
    }
  }

  private isOver(endpoint: Endpoint): boolean {
    const { round, gapAt } = this;
    const lastTold = this.toldAt.get(endpointKey(endpoint)) ?? -Infinity;
    return (
      round !== undefined &&
      (round.quiet || round.elapsed >= Math.max(lastTold, gapAt) + RATE_IS_OVER)
    );
  }
}

function beginning(total: TotalRecord): Round {
  const { n, time, users, statistics, elapsed = 0 } = total;
  return {
    n,
    time,
    elapsed,
    users,
    quiet: statistics.rps === 0 && statistics.failuresPerSecond === 0,
    told: new Set(),
    lines: 0,
  };
}

function lateBy(record: Entry, round: Round): number {
  const late =
    record.time && round.time
      ? record.time.getTime() - round.time.getTime()
      : 0;
  return late < SAME_MOMENT_MS ? 0 : late / 1000;
}

function restAt({ elapsed, users }: Round): Point {
  return { elapsedSeconds: elapsed, users, rps: 0, failuresPerSecond: 0 };
}
