import type {
  FiguresSinceWarmUp,
  LocustfileException,
  RequestError,
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import { failRatio } from './PrintedTables';
import {
  ReportedStatistics,
  ReporterRecord,
  TotalRecord,
} from './ReporterRecord';

const MAX_ENTRIES = 5_000;
const MAX_ERRORS = 500;
const MAX_EXCEPTIONS = 100;

type Entry = Extract<ReporterRecord, { kind: 'entry' }>;

/** What the reporter's lines have told so far; of each thing the newest. */
export class ReporterFigures {
  private readonly entries = new Map<string, Entry>();
  private readonly errorsByKey = new Map<string, RequestError>();
  private readonly exceptionsByKey = new Map<string, LocustfileException>();
  private newest?: TotalRecord;
  private closed?: { readonly exitCode?: number; readonly whole: boolean };
  private finals = { entry: 0, error: 0, exception: 0 };

  add(record: ReporterRecord): void {
    switch (record.kind) {
      case 'total':
        this.newest = record;
        return;
      case 'entry':
        this.finals.entry += Number(record.final);
        put(this.entries, key(record.method, record.name), record, MAX_ENTRIES);
        return;
      case 'error': {
        const { method, name, message } = record.error;
        this.finals.error += Number(record.final);
        put(
          this.errorsByKey,
          key(method, name, message),
          record.error,
          MAX_ERRORS,
        );
        return;
      }
      case 'exception': {
        const { message, traceback } = record.exception;
        this.finals.exception += Number(record.final);
        put(
          this.exceptionsByKey,
          key(message, traceback),
          record.exception,
          MAX_EXCEPTIONS,
        );
        return;
      }
      case 'end':
        this.closed = {
          exitCode: record.exitCode,
          whole:
            this.newest?.final === true &&
            this.finals.entry === record.entries &&
            this.finals.error === record.errors &&
            this.finals.exception === record.exceptions,
        };
        return;
      default:
        return;
    }
  }

  /** The last line was there, and none of those before it that belong to the end is missing. */
  get complete(): boolean {
    return this.closed?.whole === true;
  }

  get exitCode(): number | undefined {
    return this.closed?.exitCode;
  }

  get newestTotal(): TotalRecord | undefined {
    return this.newest;
  }

  get total(): Statistics | undefined {
    return (
      this.newest && statisticsOf(this.newest.statistics, this.newest.final)
    );
  }

  /** In the order of Locust's tables: by name, then by method. */
  get requests(): readonly RequestStatistics[] {
    return this.listed(it => it.statistics);
  }

  private listed(
    of: (entry: Entry) => ReportedStatistics | undefined,
  ): readonly RequestStatistics[] {
    return [...this.entries.values()]
      .flatMap(entry => {
        const { method, name, final } = entry;
        const reported = of(entry);
        return reported
          ? [{ method, name, statistics: statisticsOf(reported, final) }]
          : [];
      })
      .sort((a, b) => compare(a.name, b.name) || compare(a.method, b.method));
  }

  /** Told at the end only; undefined where no warm-up was to be left out, or by a reporter that cannot. */
  get sinceWarmUp(): FiguresSinceWarmUp | undefined {
    const since = this.newest?.final ? this.newest.since : undefined;
    if (!since) {
      return undefined;
    }
    const { seconds, missing, statistics } = since;
    if (!statistics) {
      return {
        seconds,
        missing:
          missing === 'short' || missing === 'reset' ? missing : 'failed',
        requests: [],
      };
    }
    return {
      seconds,
      total: statisticsOf(statistics, true),
      requests: this.listed(it => it.since),
    };
  }

  get errors(): readonly RequestError[] {
    return [...this.errorsByKey.values()];
  }

  get exceptions(): readonly LocustfileException[] {
    return [...this.exceptionsByKey.values()];
  }
}

function statisticsOf(
  reported: ReportedStatistics,
  final: boolean,
): Statistics {
  const { requests, failures, min, avg, median, max, percentiles } = reported;
  return {
    requests,
    failures,
    failRatio: failRatio(requests, failures),
    min,
    avg,
    median,
    max,
    rps: final ? reported.totalRps : reported.rps,
    failuresPerSecond: final
      ? reported.totalFailuresPerSecond
      : reported.failuresPerSecond,
    percentiles: { ...percentiles },
  };
}

function key(...parts: readonly string[]): string {
  return parts.join('\0');
}

function put<T>(map: Map<string, T>, id: string, value: T, max: number): void {
  if (map.has(id) || map.size < max) {
    map.set(id, value);
  }
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
