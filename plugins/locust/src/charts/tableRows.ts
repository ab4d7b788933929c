import { momentsOf } from './momentsOf';
import { valueAt } from './Samples';
import type { TimeLine } from './TimeLine';
import type { TimeSpan } from './TimeSpan';

/** A measured moment and the figure of each line there, in the order of the lines. */
export interface TableRow {
  readonly seconds: number;
  readonly values: readonly (number | undefined)[];
}

/** The figures of a stretch, as they were measured. */
export interface TableRows {
  readonly rows: readonly TableRow[];
  /** How many moments were measured. */
  readonly moments: number;
  /** Only every so many-th is a row. */
  readonly every: number;
}

/** More rows than anybody reads. */
export const MOST_ROWS = 200;

/** What a chart shows of a stretch as rows: at most {@link MOST_ROWS}, evenly, with the last moment among them. */
export function tableRows(
  lines: readonly TimeLine[],
  span: TimeSpan,
): TableRows {
  const moments = momentsOf(lines, span);
  const every = Math.max(1, Math.ceil(moments.length / MOST_ROWS));
  const rows: TableRow[] = [];
  for (
    let place = (moments.length - 1) % every;
    place >= 0 && place < moments.length;
    place += every
  ) {
    const seconds = moments[place];
    rows.push({
      seconds,
      values: lines.map(({ samples }) => valueAt(samples, seconds)),
    });
  }
  return { rows, moments: moments.length, every };
}
