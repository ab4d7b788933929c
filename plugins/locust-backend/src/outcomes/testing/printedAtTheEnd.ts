/**
 * What Locust printed of the whole run when it had ended, read from the log's text.
 *
 * It is made for proofs and knows nothing of the parser that it is held against: it goes from the last words of the
 * log backwards, and takes every figure as the text that is printed.
 */
export interface PrintedAtTheEnd {
  readonly exitCode: string;
  /** `METHOD name` with single spaces; the sum is called `Aggregated`. */
  readonly statistics: ReadonlyMap<string, PrintedStatistics>;
  /** By the same keys, the figures by the column's heading without its `%`. */
  readonly percentiles: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** `occurrences METHOD name: message`, spaces as above. */
  readonly errors: readonly string[];
}

/** The cells of a row, as printed. */
export interface PrintedStatistics {
  readonly requests: string;
  readonly failures: string;
  /** `12.50` of `3(12.50%)`. */
  readonly failurePercent: string;
  readonly avg: string;
  readonly min: string;
  readonly max: string;
  readonly median: string;
  readonly rps: string;
  readonly failuresPerSecond: string;
}

const SHUTTING_DOWN =
  /\S+\/INFO\/locust\.main: Shutting down \(exit code (\d+)\)$/;
/** Names hold anything, so a row is read from its end. */
const STATISTICS_ROW =
  /^(.*?) +(\d+) +(\d+)\((\d+\.\d\d)%\) *\| +(\d+) +(\d+) +(\d+) +(\d+) *\| +(\d+\.\d\d) +(\d+\.\d\d)$/;
const PERCENTILES_ROW = /^(.*?)((?: +\d+){11}) +\d+$/;
const RULE = /^[-|]+$/;

/** @throws Error where the log does not end as that of a Locust that came to its end */
export function printedAtTheEnd(text: string): PrintedAtTheEnd {
  const lines = text.split('\n').map(line => line.trim());
  const shutDown = lines.findLastIndex(line => SHUTTING_DOWN.test(line));
  const heading = lines.indexOf(
    'Response time percentiles (approximated)',
    shutDown,
  );
  if (shutDown < 0 || heading < 0) {
    throw new Error('Locust did not print its final tables');
  }
  const top = lines
    .slice(0, heading)
    .findLastIndex(line => /^.*# reqs +# fails *\|/.test(line));
  const errorHeading = lines.indexOf('Error report', heading);
  return {
    exitCode: lines[shutDown].match(SHUTTING_DOWN)![1],
    statistics: new Map(
      rowsBelow(lines, top).map(line => {
        const cells = cellsOf(line, STATISTICS_ROW);
        return [
          label(cells[0]),
          {
            requests: cells[1],
            failures: cells[2],
            failurePercent: cells[3],
            avg: cells[4],
            min: cells[5],
            max: cells[6],
            median: cells[7],
            rps: cells[8],
            failuresPerSecond: cells[9],
          },
        ];
      }),
    ),
    percentiles: new Map(
      rowsBelow(lines, heading + 1).map(line => {
        const [name, values] = cellsOf(line, PERCENTILES_ROW);
        const columns = [...lines[heading + 1].matchAll(/([\d.]+)%/g)];
        const figures = values.trim().split(/ +/);
        return [
          // Old versions have no method for the sum and say so.
          label(name).replace(/^None /, ''),
          Object.fromEntries(
            columns.map(([, column], index) => [column, figures[index]]),
          ),
        ];
      }),
    ),
    errors:
      errorHeading < 0 ? [] : rowsBelow(lines, errorHeading + 1).map(label),
  };
}

/** The lines between a table's heading and the empty line behind it, but for its rules. */
function rowsBelow(
  lines: readonly string[],
  heading: number,
): readonly string[] {
  const end = lines.indexOf('', heading);
  return lines
    .slice(heading + 1, end < 0 ? lines.length : end)
    .filter(line => !RULE.test(line));
}

function cellsOf(line: string, row: RegExp): readonly string[] {
  const match = line.match(row);
  if (!match) {
    throw new Error(`This is no row of a final table: ${line}`);
  }
  return match.slice(1);
}

function label(text: string): string {
  return text.trim().replace(/ +/g, ' ');
}

/** As Python's `%d`. */
export function asInteger(value: number): string {
  return String(Math.trunc(value));
}

/** As Python's `%.2f`, which unlike JavaScript's `toFixed` takes the even digit where both are as near. */
export function asTwoDigits(value: number): string {
  const below = Math.floor(value * 100);
  // Only multiples of an eighth lie exactly between.
  const isBetween = Number.isInteger(value * 8) && value * 100 - below === 0.5;
  return (isBetween ? (below + (below % 2)) / 100 : value).toFixed(2);
}
