/** What Locust printed of the whole run when it had ended: every figure as the text that is printed. */
export interface FinalTables {
  readonly exitCode: number;
  /** The figures of a row, in the order of the columns, by `METHOD name`; the sum is called `Aggregated`. */
  readonly statistics: ReadonlyMap<string, readonly string[]>;
  /** By the same keys, the figures by percentile. */
  readonly percentiles: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** `occurrences METHOD name: message`. */
  readonly errors: readonly string[];
}

const SHUTTING_DOWN = /INFO\/locust\.main: Shutting down \(exit code (\d+)\)$/m;
const STATISTICS_ROW =
  /^(\S*) +(\S+) +(\d+) +(\d+)\(([\d.]+)%\) \| +(\d+) +(\d+) +(\d+) +(\d+) \| +([\d.]+) +([\d.]+)$/;
const PERCENTILES_ROW = /^(\S*) +(\S+)((?: +\d+){11}) +\d+$/;

/**
 * Reads them from the text of a master's log whose endpoints have names without spaces. The parser under test has no
 * part in it.
 */
export function finalTables(log: string): FinalTables {
  const [, code, end] = log.split(SHUTTING_DOWN);
  if (end === undefined) {
    throw new Error(
      `Locust did not say its last words in\n${log.slice(-2000)}`,
    );
  }
  const [statistics, rest = ''] = end.split(
    'Response time percentiles (approximated)\n',
  );
  const [percentiles, errors = ''] = rest.split('Error report\n');
  const names = [...percentiles.split('\n')[0].matchAll(/([\d.]+)%/g)].map(
    ([, name]) => name,
  );
  const key = (method: string, name: string) => `${method} ${name}`.trim();
  return {
    exitCode: Number(code),
    statistics: new Map(
      rowsOf(statistics, STATISTICS_ROW).map(([method, name, ...figures]) => [
        key(method, name),
        figures,
      ]),
    ),
    percentiles: new Map(
      rowsOf(percentiles, PERCENTILES_ROW).map(([method, name, figures]) => [
        key(method, name),
        Object.fromEntries(
          figures
            .trim()
            .split(/ +/)
            .map((figure, index) => [names[index], figure]),
        ),
      ]),
    ),
    errors: rowsOf(errors, /^(\d+) +(\S.*)$/).map(row => row.join(' ')),
  };
}

function rowsOf(text: string, row: RegExp): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map(line => line.trimEnd().match(row))
    .filter(match => match !== null)
    .map(match => match.slice(1));
}
