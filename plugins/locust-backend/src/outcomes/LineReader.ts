/** Longest line that is looked at, in characters: well above what container runtimes let through in one piece. */
export const MAX_LINE_LENGTH = 64 * 1024;

/**
 * Cuts text, or bytes of UTF-8, that comes in any portions into lines without their line ends. What it gives does
 * not depend on the portions. A longer line is cut off at {@link MAX_LINE_LENGTH}, so memory is bounded.
 */
export class LineReader {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private pending = '';

  constructor(private readonly onLine: (line: string) => void) {}

  /** Takes the next portion. */
  feed(portion: string | Uint8Array): void {
    const text =
      typeof portion === 'string'
        ? portion
        : this.decoder.decode(portion, { stream: true });
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (end < 0) {
        break;
      }
      this.append(text, start, end);
      this.finishLine();
      start = end + 1;
    }
    this.append(text, start, text.length);
  }

  /** The text is over: what follows the last line end is a line too. */
  end(): void {
    this.pending += this.decoder.decode();
    if (this.pending !== '') {
      this.finishLine();
    }
  }

  /** The text was cut off: what follows the last line end is not whole and is forgotten. */
  discard(): void {
    this.pending = '';
  }

  private append(text: string, start: number, end: number): void {
    const room = MAX_LINE_LENGTH - this.pending.length;
    if (end > start && room > 0) {
      this.pending += text.slice(start, Math.min(end, start + room));
    }
  }

  private finishLine(): void {
    const line = this.pending;
    this.pending = '';
    this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
