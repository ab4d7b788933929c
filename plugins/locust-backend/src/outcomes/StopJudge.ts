import type { StopCondition } from 'backstage-plugin-locust-common';
import type { MetStopCondition } from '../runs/RunObserver';
import type {
  ReportedStatistics,
  ReporterRecord,
  TotalRecord,
} from './ReporterRecord';
import { StopWatch } from './StopWatch';

/** What Locust calls current is of so many seconds. */
const INTERVAL_SECONDS = 10;
/** Of Locust's runner while users make requests. */
const UNDER_WAY: ReadonlySet<string> = new Set(['spawning', 'running']);

/** When a number of requests was first told. */
interface Told {
  readonly requests: number;
  readonly at: number;
}

/** Gives the figures of the last ten seconds, as the reporter tells them, to a {@link StopWatch}. */
export class StopJudge {
  private readonly watch: StopWatch;
  private readonly endpoints = new Map<string, Told>();
  private total?: Told;
  /** The time of the newest total, while users run. */
  private now?: number;
  private endpointsToldAt = -Infinity;

  /** @param stopWhen - the conditions of the run's spec; whatever else is there is not watched */
  constructor(stopWhen: unknown) {
    this.watch = new StopWatch(
      Array.isArray(stopWhen)
        ? stopWhen.filter((it): it is string => typeof it === 'string')
        : [],
    );
  }

  /** The condition that was met first; it stays. */
  get met(): MetStopCondition | undefined {
    return this.watch.met;
  }

  add(record: ReporterRecord): void {
    if (this.watch.conditions.length === 0) {
      return;
    }
    if (record.kind === 'total') {
      this.onTotal(record);
    } else if (record.kind === 'entry' && !record.final) {
      this.onEndpoint(record);
    }
  }

  private onTotal(record: TotalRecord): void {
    const { elapsed, state, statistics, final } = record;
    if (final || elapsed === undefined || !UNDER_WAY.has(state)) {
      this.now = undefined;
      this.watch.interrupt();
      return;
    }
    this.now = elapsed;
    this.total = told(this.total, statistics, elapsed);
    // Locust's own rate goes by the newest request: it stands still where no more come.
    const idle = elapsed - this.total.at >= INTERVAL_SECONDS;
    for (const condition of this.watch.conditions) {
      if (condition.endpoint) {
        this.seeIdleEndpoint(condition, elapsed, idle);
      } else {
        this.watch.see(
          condition,
          elapsed,
          figure(condition, statistics, idle, record),
        );
      }
    }
  }

  private onEndpoint(record: Extract<ReporterRecord, { kind: 'entry' }>): void {
    if (this.now === undefined) {
      return;
    }
    this.endpointsToldAt = this.now;
    const key = keyOf(record);
    for (const condition of this.watch.conditions) {
      if (condition.endpoint && keyOf(condition.endpoint) === key) {
        this.endpoints.set(
          key,
          told(this.endpoints.get(key), record.statistics, this.now),
        );
        this.watch.see(
          condition,
          this.now,
          figure(condition, record.statistics, false),
        );
      }
    }
  }

  /**
   * An endpoint is told of only where it has changed. It has not where others were told of since, or where there was
   * no request at all; else its own turn has just not come.
   */
  private seeIdleEndpoint(
    condition: StopCondition,
    now: number,
    allIdle: boolean,
  ): void {
    const last = this.endpoints.get(keyOf(condition.endpoint!));
    if (!last) {
      // Nothing was asked of it yet, perhaps it is misspelled: nothing to judge.
      return;
    }
    const knownUntil = allIdle ? now : this.endpointsToldAt;
    if (knownUntil - last.at >= INTERVAL_SECONDS) {
      this.watch.see(
        condition,
        now,
        condition.metric === 'rps' ? 0 : undefined,
      );
    }
  }
}

/** Of the last ten seconds; undefined where there was no request in them. */
function figure(
  { metric }: StopCondition,
  { rps, failuresPerSecond }: ReportedStatistics,
  idle: boolean,
  recent: Pick<TotalRecord, 'recentMedian' | 'recentP95'> = {},
): number | undefined {
  const rate = idle ? 0 : rps;
  if (metric === 'rps') {
    return rate;
  }
  if (metric === 'fail_ratio') {
    // Both are averages over the same seconds; what binary fractions add must not decide.
    return rate > 0
      ? Math.min(1, Number((failuresPerSecond / rate).toFixed(9)))
      : undefined;
  }
  if (idle) {
    return undefined;
  }
  // Known a little before the rates are, which leave out the newest two seconds.
  switch (metric) {
    case 'p95':
      return measured(recent.recentP95);
    case 'p50':
    case 'median':
      return measured(recent.recentMedian);
    default:
      return undefined;
  }
}

/** Locust says 0 where it has measured nothing. */
function measured(time: number | undefined): number | undefined {
  return time === 0 ? undefined : time;
}

function told(
  before: Told | undefined,
  { requests }: ReportedStatistics,
  at: number,
): Told {
  return before?.requests === requests ? before : { requests, at };
}

function keyOf(endpoint: {
  readonly method: string;
  readonly name: string;
}): string {
  return `${endpoint.method}\0${endpoint.name}`;
}
