/**
 * Locust's statistics tables, in the two shapes there are:
 *
 * ```
 *  Name              # reqs      # fails  |     Avg     Min     Max  Median  |   req/s failures/s     until 2.8
 * ---------------------------------------------------------------------------------------------
 *  GET /                 12     0(0.00%)  |       7       1      36       5  |   11.43    0.00
 *
 * Type     Name      # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s       since 2.9
 * --------|---------|-------|-------------|-------|-------|-------|-------|--------|-----------
 * GET      /             12     0(0.00%) |     12       1      29      9 |    0.00        0.00
 * ```
 *
 * Names hold anything, `|` and digits included, and are wider than their column: rows are read from the right.
 */
export interface StatisticsRow {
  /** What stands before the figures: method and name, in columns. */
  readonly label: string;
  readonly requests: number;
  readonly failures: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly rps: number;
  readonly failuresPerSecond: number;
}

/** `joined`: method and name in one column; `columns`: a column each. */
export type TableStyle = 'joined' | 'columns';

const HEADER =
  /(Type +)?Name +# reqs +# fails +\| *Avg +Min +Max +(?:Med|Median) +\| +req\/s +failures\/s$/;

/** Which table begins here, if this line is the head of one. */
export function statisticsHeader(line: string): TableStyle | undefined {
  if (!line.endsWith('failures/s')) {
    return undefined;
  }
  // Whatever was printed before without a newline stands in front; the name's column is at most 80 wide.
  const match = HEADER.exec(line.slice(-260));
  if (!match) {
    return undefined;
  }
  return match[1] ? 'columns' : 'joined';
}

const RULE = /^[-|]{24}$/;

/** A line of dashes, or dashes and bars, as all of Locust's tables have them. */
export function isRule(line: string): boolean {
  // Only the end: something printed without a newline may stand in front.
  return RULE.test(line.slice(-24));
}

const RATES = /^ *(\d+\.\d\d) +(\d+\.\d\d) *$/;
const FAILURES = /^(\d+)\((\d+\.\d\d)%\)$/;
const INTEGER = /^-?\d+$/;
const COUNT = /^\d{1,15}$/;

/** Reads a row, if this line is one. */
export function statisticsRow(line: string): StatisticsRow | undefined {
  const secondBar = line.lastIndexOf('|');
  const firstBar = line.lastIndexOf('|', secondBar - 1);
  // No figure has more than 20 digits: what is further apart is no row, however long the line.
  if (
    secondBar < 0 ||
    firstBar < 0 ||
    line.length - secondBar > 64 ||
    secondBar - firstBar > 128
  ) {
    return undefined;
  }
  const rates = RATES.exec(line.slice(secondBar + 1));
  const times = responseTimes(line.slice(firstBar + 1, secondBar));
  if (!rates || !times) {
    return undefined;
  }
  const [beforeFailures, failureText] = lastWord(line.slice(0, firstBar));
  const failures = FAILURES.exec(failureText);
  const [label, requestText] = lastWord(beforeFailures);
  if (!failures || !COUNT.test(requestText)) {
    return undefined;
  }
  const row = {
    label: label.trimEnd(),
    requests: Number(requestText),
    failures: Number(failures[1]),
    ...times,
    rps: Number(rates[1]),
    failuresPerSecond: Number(rates[2]),
  };
  return sharesAgree(row, Number(failures[2])) ? row : undefined;
}

/** The percentage that Locust prints follows from the counts: text that only looks like a row rarely has that. */
function sharesAgree(
  row: { readonly requests: number; readonly failures: number },
  percent: number,
): boolean {
  const expected =
    row.requests > 0
      ? (100 * row.failures) / row.requests
      : 100 * Math.min(row.failures, 1);
  return Math.abs(expected - percent) < 0.0051;
}

function responseTimes(
  text: string,
): Pick<StatisticsRow, 'avg' | 'min' | 'max' | 'median'> | undefined {
  const words = text.trim().split(/ +/);
  if (words.length === 3 && words[2].length > 7) {
    // The new table leaves no space between maximum and median; a median of seven digits fills its column.
    words.push(words[2].slice(-7));
    words[2] = words[2].slice(0, -7);
  }
  if (words.length !== 4 || !words.every(word => INTEGER.test(word))) {
    return undefined;
  }
  const [avg, min, max, median] = words.map(Number);
  return { avg, min, max, median };
}

/** The last word, and what stands before it without the space between. */
export function lastWord(text: string): readonly [string, string] {
  const trimmed = text.trimEnd();
  const space = trimmed.lastIndexOf(' ');
  return [trimmed.slice(0, Math.max(space, 0)), trimmed.slice(space + 1)];
}
