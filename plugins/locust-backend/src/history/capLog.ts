/** How much text of a log is kept, in bytes of UTF-8. */
export const LOG_CAP_BYTES = 2 * 1024 * 1024;

/** What is kept of a log. */
export interface CappedLog {
  readonly lines: readonly string[];
  /** Lines left out of the middle. */
  readonly omitted: number;
}

/**
 * Keeps a log as it is where it is within the cap, otherwise whole lines of its beginning and of its end,
 * half of the cap each. A line that alone is larger than its half counts as left out.
 */
export function capLog(
  lines: readonly string[],
  capBytes: number = LOG_CAP_BYTES,
): CappedLog {
  if (fitting(lines.length, index => lines[index], capBytes) === lines.length) {
    return { lines, omitted: 0 };
  }
  const half = Math.floor(capBytes / 2);
  const head = fitting(lines.length, index => lines[index], half);
  const tail = fitting(
    lines.length - head,
    index => lines[lines.length - 1 - index],
    half,
  );
  return {
    lines: [...lines.slice(0, head), ...lines.slice(lines.length - tail)],
    omitted: lines.length - head - tail,
  };
}

/** How many lines, counted one after the other, fit in so many bytes with their line ends. */
function fitting(
  count: number,
  lineAt: (index: number) => string,
  bytes: number,
): number {
  let left = bytes;
  for (let index = 0; index < count; index++) {
    left -= Buffer.byteLength(lineAt(index)) + 1;
    if (left < 0) {
      return index;
    }
  }
  return count;
}
