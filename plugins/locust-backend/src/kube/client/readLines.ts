const NEWLINE = 0x0a;

/** Thrown by {@link readLines} where a line does not end. */
export class LineTooLongError extends Error {
  constructor(limit: number) {
    super(`A line is longer than ${limit} bytes`);
    this.name = 'LineTooLongError';
  }
}

/**
 * Cuts a byte stream into lines without their newline; what follows the last newline is a line too. Bytes are decoded
 * only when a line is whole, so a character may be split between chunks.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes = 16 * 1024 * 1024,
): AsyncGenerator<string> {
  // Parts of an unfinished line: joined once, for joining at every chunk would cost the square of a long line.
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) {
        break;
      }
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > maxLineBytes) {
        throw new LineTooLongError(maxLineBytes);
      }
    }
  }
  if (parts.length > 0) {
    yield Buffer.concat(parts).toString('utf8');
  }
}
