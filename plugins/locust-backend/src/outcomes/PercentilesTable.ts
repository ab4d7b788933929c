import { lastWord } from './StatisticsTable';

/**
 * Locust's table of percentiles, the same in all versions but for a leading space before 2.9:
 *
 * ```
 * Response time percentiles (approximated)
 * Type     Name      50%    66%    75%    80%    90%    95%    98%    99%  99.9% 99.99%   100% # reqs
 * --------|---------|--------|------|------|…
 * GET      /           5      7      9     10     16     22     26     29     29     29     29    127
 * ```
 *
 * Which percentiles there are is up to the locustfile: the head says.
 */
export interface PercentilesRow {
  readonly label: string;
  readonly values: readonly number[];
  readonly requests: number;
}

export const PERCENTILES_TITLE = 'Response time percentiles (approximated)';

const HEADER = /Type +Name +((?:\d{1,3}(?:\.\d{1,6})?% +){1,32})# reqs$/;

/** The percentiles that the table has, as their head writes them without the sign: `50`, `99.9`. */
export function percentilesHeader(line: string): readonly string[] | undefined {
  if (!line.endsWith('% # reqs')) {
    return undefined;
  }
  return HEADER.exec(line.slice(-600))?.[1]
    .trim()
    .split(/ +/)
    .map(word => word.slice(0, -1));
}

const INTEGER = /^-?\d{1,15}$/;

/** Reads a row of so many percentiles, if this line is one. */
export function percentilesRow(
  line: string,
  count: number,
): PercentilesRow | undefined {
  const words: number[] = [];
  let rest = line;
  while (words.length <= count) {
    const [before, word] = lastWord(rest);
    if (!INTEGER.test(word)) {
      return undefined;
    }
    words.unshift(Number(word));
    rest = before;
  }
  return {
    label: rest.trimEnd(),
    values: words.slice(0, count),
    requests: words[count],
  };
}
