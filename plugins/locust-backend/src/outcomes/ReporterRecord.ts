import type {
  LocustfileException,
  RequestError,
} from 'backstage-plugin-locust-common';
import { plainText } from './plainText';

/** Statistics as the reporter has them: both the last ten seconds' rates and the whole test's. */
export interface ReportedStatistics {
  readonly requests: number;
  readonly failures: number;
  readonly min: number;
  readonly avg: number;
  readonly median: number;
  readonly max: number;
  readonly rps: number;
  readonly failuresPerSecond: number;
  readonly totalRps: number;
  readonly totalFailuresPerSecond: number;
  readonly percentiles: Readonly<Record<string, number>>;
}

interface Numbered {
  /** Number of the line, from 0. */
  readonly n: number;
  readonly final: boolean;
  readonly time?: Date;
}

/** Of the whole test without its first seconds. */
export interface ReportedSinceWarmUp {
  readonly seconds: number;
  /** Why there are no statistics, in the reporter's word. */
  readonly missing: string;
  readonly statistics?: ReportedStatistics;
}

/** A worker as the reporter lists it. */
export interface ReportedWorker {
  readonly id: string;
  /** Percent of a core. */
  readonly cpu?: number;
}

export interface TotalRecord extends Numbered {
  readonly kind: 'total';
  /** Seconds since users began to be spawned; undefined before. */
  readonly elapsed?: number;
  readonly state: string;
  readonly users: number;
  readonly targetUsers: number;
  /** Users that were there when spawning was first complete. */
  readonly usersSpawned?: number;
  /** Workers that take part, those gone missing left out. */
  readonly workers: number;
  readonly missingWorkers: number;
  /** Percent of a core, of the busiest worker. */
  readonly maxWorkerCpu?: number;
  readonly masterCpu?: number;
  /** Comes more rarely than the rest, and not with all of very many. */
  readonly workerList: readonly ReportedWorker[];
  readonly statistics: ReportedStatistics;
  /** Of the last ten seconds. */
  readonly recentMedian?: number;
  readonly recentP95?: number;
  /** On the last line, where a warm-up was to be left out. */
  readonly since?: ReportedSinceWarmUp;
}

/** A line of the reporter, protocol version 1. */
export type ReporterRecord =
  | (Numbered & { readonly kind: 'start'; readonly locust: string })
  | TotalRecord
  | (Numbered & {
      readonly kind: 'entry';
      readonly method: string;
      readonly name: string;
      readonly statistics: ReportedStatistics;
      /** Of the last ten seconds, where a reporter tells it; Locust itself keeps it of the total only. */
      readonly recentMedian?: number;
      readonly recentP95?: number;
      /** Without the warm-up, at the end, where there is one. */
      readonly since?: ReportedStatistics;
    })
  | (Numbered & { readonly kind: 'error'; readonly error: RequestError })
  | (Numbered & {
      readonly kind: 'exception';
      readonly exception: LocustfileException;
    })
  | (Numbered & {
      readonly kind: 'end';
      readonly exitCode?: number;
      readonly entries: number;
      readonly errors: number;
      readonly exceptions: number;
    });

const MARK = '@@locust ';
const VERSION = 1;
/** In the order in which the reporter gives them. */
const PERCENTILES = [
  '50',
  '66',
  '75',
  '80',
  '90',
  '95',
  '98',
  '99',
  '99.9',
  '99.99',
  '100',
];

/** Fields of something that came from outside. */
class Fields {
  private readonly record: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    this.record =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)
        : {};
  }

  value(name: string): unknown {
    return Object.hasOwn(this.record, name) ? this.record[name] : undefined;
  }

  fields(name: string): Fields {
    return new Fields(this.value(name));
  }

  list(name: string): readonly Fields[] {
    const value = this.value(name);
    return Array.isArray(value) ? value.map(it => new Fields(it)) : [];
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    return typeof value === 'number' && Number.isFinite(value)
      ? value
      : undefined;
  }

  count(name: string): number {
    return Math.max(0, Math.trunc(this.number(name) ?? 0));
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? plainText(value) : '';
  }

  /** All fields that are numbers. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      Object.keys(this.record).map(name => [name, this.count(name)]),
    );
  }
}

/** A reporter's line and what was printed before it without a newline. */
export interface ReporterLine {
  readonly before: string;
  readonly record: ReporterRecord;
}

/** Reads a line of the reporter's, if this is one that we understand. */
export function reporterLine(line: string): ReporterLine | undefined {
  const mark = line.indexOf(`${MARK}{`);
  if (mark < 0) {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(line.slice(mark + MARK.length));
  } catch {
    return undefined;
  }
  const record = decode(new Fields(value));
  return record && { before: line.slice(0, mark), record };
}

function decode(fields: Fields): ReporterRecord | undefined {
  const n = fields.number('n');
  if (fields.number('v') !== VERSION || n === undefined) {
    return undefined;
  }
  const seconds = fields.number('time');
  const numbered = {
    n,
    final: fields.value('final') === true,
    // Above this a Date is invalid.
    ...(seconds !== undefined &&
      Math.abs(seconds) < 8e12 && { time: new Date(seconds * 1000) }),
  };
  const kind = fields.value('kind');
  switch (kind) {
    case 'start':
      return { ...numbered, kind, locust: fields.text('locust') };
    case 'total': {
      const statistics = decodeStatistics(fields.fields('statistics'));
      if (!statistics) {
        return undefined;
      }
      const workers = fields.fields('workers').counts();
      const missing = workers.missing ?? 0;
      const recent = fields.fields('recent');
      return {
        ...numbered,
        kind,
        elapsed: fields.number('elapsed'),
        state: fields.text('state'),
        users: fields.count('users'),
        targetUsers: fields.count('targetUsers'),
        usersSpawned: fields.number('usersSpawned'),
        workers:
          Object.values(workers).reduce((sum, it) => sum + it, 0) - missing,
        missingWorkers: missing,
        maxWorkerCpu: fields.number('maxWorkerCpu'),
        masterCpu: fields.number('masterCpu'),
        workerList: fields.list('workerList').map(it => ({
          id: it.text('id'),
          cpu: it.number('cpu'),
        })),
        statistics,
        recentMedian: recent.number('median'),
        recentP95: recent.number('p95'),
        since: decodeSince(fields.fields('since')),
      };
    }
    case 'entry': {
      const statistics = decodeStatistics(fields.fields('statistics'));
      const recent = fields.fields('recent');
      return (
        statistics && {
          ...numbered,
          kind,
          method: fields.text('method'),
          name: fields.text('name'),
          statistics,
          recentMedian: recent.number('median'),
          recentP95: recent.number('p95'),
          since: decodeStatistics(fields.fields('since')),
        }
      );
    }
    case 'error':
      return {
        ...numbered,
        kind,
        error: {
          occurrences: fields.count('occurrences'),
          method: fields.text('method'),
          name: fields.text('name'),
          message: fields.text('message'),
        },
      };
    case 'exception':
      return {
        ...numbered,
        kind,
        exception: {
          occurrences: fields.count('occurrences'),
          message: fields.text('message'),
          traceback: fields.text('traceback'),
        },
      };
    case 'end':
      return {
        ...numbered,
        kind,
        exitCode: fields.number('exitCode'),
        entries: fields.count('entries'),
        errors: fields.count('errors'),
        exceptions: fields.count('exceptions'),
      };
    default:
      return undefined;
  }
}

function decodeSince(fields: Fields): ReportedSinceWarmUp | undefined {
  const seconds = fields.number('seconds');
  return seconds === undefined
    ? undefined
    : {
        seconds,
        missing: fields.text('missing'),
        statistics: decodeStatistics(fields.fields('statistics')),
      };
}

function decodeStatistics(fields: Fields): ReportedStatistics | undefined {
  const requests = fields.number('requests');
  const failures = fields.number('failures');
  if (requests === undefined || failures === undefined) {
    return undefined;
  }
  const values = fields.value('percentiles');
  const percentiles: Record<string, number> = {};
  if (Array.isArray(values)) {
    PERCENTILES.forEach((percentile, index) => {
      const value: unknown = values[index];
      if (typeof value === 'number') {
        percentiles[percentile] = value;
      }
    });
  }
  return {
    requests,
    failures,
    // As Locust prints it: nothing measured is 0.
    min: fields.number('min') ?? 0,
    avg: fields.number('avg') ?? 0,
    median: fields.number('median') ?? 0,
    max: fields.number('max') ?? 0,
    rps: fields.number('rps') ?? 0,
    failuresPerSecond: fields.number('failuresPerSecond') ?? 0,
    totalRps: fields.number('totalRps') ?? 0,
    totalFailuresPerSecond: fields.number('totalFailuresPerSecond') ?? 0,
    percentiles,
  };
}
