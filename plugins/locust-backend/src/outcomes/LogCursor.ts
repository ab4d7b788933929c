const SECOND = 1000;

/**
 * Where in a pod's log we are, so that a stream that was cut is resumed without loss and without doubling.
 *
 * The kubelet resumes by whole seconds (`sinceTime`), so lines come again; and the runtime stamps stdout and stderr
 * apart, so a line may be a little older than one before it. Therefore the lines of the last two seconds are
 * remembered by time and content, and asked for again: of each as many are dropped as were seen.
 */
export class LogCursor {
  /** Seconds since 1970 of the newest line. */
  private newest?: number;
  /** How often each line was seen, by second. */
  private readonly seen = new Map<number, Map<string, number>>();
  /** What is to come again of the lines that were seen. */
  private again = new Map<string, number>();

  /** For `sinceTime` of the next request; undefined: from the beginning. To be called before every request. */
  resume(): string | undefined {
    this.again = new Map();
    if (this.newest === undefined) {
      return undefined;
    }
    for (const lines of this.seen.values()) {
      for (const [line, times] of lines) {
        this.again.set(line, times);
      }
    }
    return new Date(this.oldestKept() * SECOND)
      .toISOString()
      .replace('.000Z', 'Z');
  }

  /** Whether this line is new. */
  accept(timestamp: string, text: string): boolean {
    const line = `${timestamp} ${digest(text)}`;
    const left = this.again.get(line);
    if (left !== undefined) {
      if (left === 1) {
        this.again.delete(line);
      } else {
        this.again.set(line, left - 1);
      }
      return false;
    }
    this.remember(Math.floor(Date.parse(timestamp) / SECOND), line);
    return true;
  }

  private remember(second: number, line: string): void {
    if (this.newest === undefined || second > this.newest) {
      this.newest = second;
      for (const old of this.seen.keys()) {
        if (old < this.oldestKept()) {
          this.seen.delete(old);
        }
      }
    }
    if (second < this.oldestKept()) {
      return;
    }
    const lines = this.seen.get(second) ?? new Map<string, number>();
    this.seen.set(second, lines);
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }

  private oldestKept(): number {
    return (this.newest ?? 0) - 1;
  }
}

/** 53 bits of a text, enough to tell apart lines of the same nanosecond. */
function digest(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high =
    Math.imul(high ^ (high >>> 16), 2246822507) ^
    Math.imul(low ^ (low >>> 13), 3266489909);
  low =
    Math.imul(low ^ (low >>> 16), 2246822507) ^
    Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
