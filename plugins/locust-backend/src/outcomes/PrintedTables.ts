import type {
  RequestError,
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import { Endpoint, endpointsOf, percentileLabel } from './EndpointLabels';
import {
  percentilesHeader,
  PercentilesRow,
  percentilesRow,
  PERCENTILES_TITLE,
} from './PercentilesTable';
import {
  isRule,
  statisticsHeader,
  StatisticsRow,
  statisticsRow,
  TableStyle,
} from './StatisticsTable';

/** A statistics table that was printed to its end. */
export interface PrintedTable {
  readonly style: TableStyle;
  readonly rows: readonly StatisticsRow[];
  readonly total: StatisticsRow;
}

/** The figures that Locust prints at its end. */
export interface PrintedFigures {
  readonly total: Statistics;
  readonly requests: readonly RequestStatistics[];
}

/** More endpoints than Locust itself could print in two seconds; a table that goes on like that is none. */
const MAX_ROWS = 10_000;
const MAX_ERRORS = 2_000;
/** Tables that were begun inside one another: a locustfile's own prints amid Locust's. */
const MAX_OPEN = 4;

const ERROR_ROW = /^ ?(\d{1,15}) +(\S.*)$/s;

interface OpenTable {
  readonly style: TableStyle;
  readonly rows: StatisticsRow[];
  rules: number;
}

interface OpenPercentiles {
  readonly table: PrintedTable;
  readonly rows: Map<string, PercentilesRow>;
  names?: readonly string[];
  rules: number;
}

/**
 * Finds Locust's tables among the lines of its log. Lines that belong to none may stand between theirs: prints of
 * the locustfile come as they please. A table counts when its rows add up to its total, which a locustfile's own
 * table hardly does by chance.
 */
export class PrintedTables {
  private readonly open: OpenTable[] = [];
  private percentiles?: OpenPercentiles;
  private openErrors?: {
    rules: number;
    readonly rows: Map<string, RequestError>;
  };
  private latest?: PrintedTable;
  private pair?: PrintedFigures;
  private errorReport: readonly RequestError[] = [];
  /** How often each label was seen, to tell a name from one with something printed before it. */
  private readonly seen = new Map<string, number>();

  /** @param onTable - told of every statistics table that adds up */
  constructor(private readonly onTable: (table: PrintedTable) => void) {}

  /** The newest table that came with its percentiles: the final one, once Locust is shutting down. */
  get figures(): PrintedFigures | undefined {
    return this.pair;
  }

  /** The newest error report. */
  get errors(): readonly RequestError[] {
    return this.errorReport;
  }

  /**
   * The rows of a table whose labels were in an earlier one too: an endpoint stands in every table, what a locustfile
   * has printed before it in hardly two.
   */
  establishedOf({ rows }: PrintedTable): PrintedTable['rows'] {
    return rows.filter(row => (this.seen.get(row.label) ?? 0) > 1);
  }

  /** What was found so far belongs to the time before the end. */
  forget(): void {
    this.pair = undefined;
    this.errorReport = [];
    this.open.length = 0;
    this.percentiles = undefined;
    this.openErrors = undefined;
  }

  add(line: string): void {
    const text = line.trimEnd();
    if (text === '') {
      return;
    }
    const style = statisticsHeader(text);
    if (style) {
      if (this.open.length === MAX_OPEN) {
        this.open.shift();
      }
      this.open.push({ style, rows: [], rules: 0 });
      return;
    }
    if (text.endsWith(PERCENTILES_TITLE)) {
      this.percentiles = this.latest && {
        table: this.latest,
        rows: new Map(),
        rules: 0,
      };
      return;
    }
    if (text.endsWith('Error report')) {
      this.openErrors = { rules: 0, rows: new Map() };
      return;
    }
    if (this.open.length > 0 && this.addToTable(text)) {
      return;
    }
    if (this.percentiles && this.addToPercentiles(this.percentiles, text)) {
      return;
    }
    if (this.openErrors) {
      this.addToErrors(this.openErrors, text);
    }
  }

  private addToTable(line: string): boolean {
    const table = this.open[this.open.length - 1];
    if (isRule(line)) {
      table.rules += 1;
      return true;
    }
    const row = table.rules > 0 ? statisticsRow(line) : undefined;
    if (!row) {
      return false;
    }
    if (table.rules === 1) {
      table.rows.push(row);
      if (table.rows.length > MAX_ROWS) {
        this.open.pop();
      }
      return true;
    }
    if (!row.label.endsWith('Aggregated')) {
      return false;
    }
    this.open.pop();
    if (addsUp(table.rows, row)) {
      // Whatever was begun before it and never ended will not end any more.
      this.open.length = 0;
      this.latest = { style: table.style, rows: table.rows, total: row };
      this.count(table.rows);
      this.onTable(this.latest);
    }
    return true;
  }

  private addToPercentiles(open: OpenPercentiles, line: string): boolean {
    if (!open.names) {
      open.names = percentilesHeader(line);
      return open.names !== undefined;
    }
    if (isRule(line)) {
      open.rules += 1;
      // Without a request there is no last row to wait for.
      if (open.rules === 2 && open.table.total.requests === 0) {
        this.close(open);
      }
      return true;
    }
    const row =
      open.rules > 0 ? percentilesRow(line, open.names.length) : undefined;
    if (!row) {
      return false;
    }
    if (open.rules === 1) {
      if (open.rows.size < MAX_ROWS) {
        open.rows.set(withoutIndent(row.label, open.table.style), row);
      }
      return true;
    }
    if (!row.label.endsWith('Aggregated')) {
      return false;
    }
    if (row.requests === open.table.total.requests) {
      this.close(open, row);
    } else {
      this.percentiles = undefined;
    }
    return true;
  }

  private close(open: OpenPercentiles, total?: PercentilesRow): void {
    const { table, rows, names = [] } = open;
    this.percentiles = undefined;
    const labels = [...rows.keys()];
    this.pair = {
      total: statisticsOf(table.total, names, total),
      requests: table.rows.map(row => {
        const candidates = endpointsOf(this.cleanLabel(row.label), table.style);
        const endpoint =
          candidates.find(it => rows.has(percentileLabel(it))) ?? candidates[0];
        const wanted = percentileLabel(endpoint);
        const label = rows.has(wanted)
          ? wanted
          : labels.find(it => it.endsWith(wanted));
        return {
          ...endpoint,
          statistics: statisticsOf(
            row,
            names,
            label === undefined ? undefined : rows.get(label),
          ),
        };
      }),
    };
  }

  private count(rows: readonly StatisticsRow[]): void {
    for (const { label } of rows) {
      const times = this.seen.get(label);
      if (times !== undefined || this.seen.size < MAX_ROWS) {
        this.seen.set(label, (times ?? 0) + 1);
      }
    }
  }

  /**
   * A label without what a locustfile printed before it without a newline: an endpoint stands in every table, such a
   * mixture in hardly two.
   */
  private cleanLabel(label: string): string {
    let clean = label;
    let times = 2 * (this.seen.get(label) ?? 0);
    for (const [other, otherTimes] of this.seen) {
      if (otherTimes > times && label.endsWith(other)) {
        clean = other;
        times = otherTimes;
      }
    }
    return clean;
  }

  private addToErrors(
    open: NonNullable<PrintedTables['openErrors']>,
    line: string,
  ): void {
    if (isRule(line)) {
      open.rules += 1;
      if (open.rules === 2) {
        this.errorReport = [...open.rows.values()];
        this.openErrors = undefined;
      }
      return;
    }
    const match = open.rules === 1 ? ERROR_ROW.exec(line) : undefined;
    const error = match && this.splitError(match[2]);
    if (error && open.rows.size < MAX_ERRORS) {
      open.rows.set(match[2], { occurrences: Number(match[1]), ...error });
    }
  }

  /** `METHOD name: message`, where all three hold anything: the endpoints are known from the table before. */
  private splitError(
    text: string,
  ): Omit<RequestError, 'occurrences'> | undefined {
    let longest: Endpoint | undefined;
    for (const { method, name } of this.pair?.requests ?? []) {
      if (
        text.startsWith(`${method} ${name}: `) &&
        (!longest ||
          method.length + name.length >
            longest.method.length + longest.name.length)
      ) {
        longest = { method, name };
      }
    }
    if (longest) {
      const { method, name } = longest;
      return {
        method,
        name,
        message: text.slice(method.length + name.length + 3),
      };
    }
    const colon = text.indexOf(': ');
    const space = text.indexOf(' ');
    return colon > 0 && space >= 0 && space < colon
      ? {
          method: text.slice(0, space),
          name: text.slice(space + 1, colon),
          message: text.slice(colon + 2),
        }
      : undefined;
  }
}

function withoutIndent(label: string, style: TableStyle): string {
  return style === 'joined' && label.startsWith(' ') ? label.slice(1) : label;
}

function addsUp(rows: readonly StatisticsRow[], total: StatisticsRow): boolean {
  let requests = 0;
  let failures = 0;
  for (const row of rows) {
    requests += row.requests;
    failures += row.failures;
  }
  return requests === total.requests && failures === total.failures;
}

/** A row as statistics, with its row of the other table where there is one. */
export function statisticsOf(
  row: StatisticsRow,
  names: readonly string[] = [],
  percentiles?: PercentilesRow,
): Statistics {
  const { requests, failures, min, avg, median, max } = row;
  return {
    requests,
    failures,
    failRatio: failRatio(requests, failures),
    min,
    avg,
    median,
    max,
    rps: row.rps,
    failuresPerSecond: row.failuresPerSecond,
    percentiles: Object.fromEntries(
      percentiles
        ? names.map((name, index) => [name, percentiles.values[index]])
        : [],
    ),
  };
}

/** What a table says of each endpoint, or some of its rows. */
export function requestsOf(
  { style, rows: all }: PrintedTable,
  rows: readonly StatisticsRow[] = all,
): readonly RequestStatistics[] {
  return rows.map(row => ({
    ...endpointsOf(row.label, style)[0],
    statistics: statisticsOf(row),
  }));
}

/** Failures per request as Locust counts: a failure without a request is all of them. */
export function failRatio(requests: number, failures: number): number {
  return requests > 0 ? failures / requests : Math.min(failures, 1);
}
