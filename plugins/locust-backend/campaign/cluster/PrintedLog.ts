import { readFileSync } from 'node:fs';
import path from 'node:path';

const FIXTURES = path.join(__dirname, '../../src/outcomes/__fixtures__/2.47.0');

/** Recorded from masters of real Locust; see the folder of the fixtures. */
export type Recording =
  | 'normal.reporter'
  | 'shape.reporter'
  | 'stopped.reporter'
  | 'syntax-error';

export interface StampedLine {
  /** RFC 3339 with nanoseconds, strictly growing. */
  readonly time: string;
  readonly text: string;
}

/** A recorded log in the parts that a run prints one after the other. */
export function partsOf(recording: Recording): {
  readonly beginning: readonly string[];
  readonly rest: readonly string[];
} {
  const lines = readFileSync(path.join(FIXTURES, `${recording}.log`), 'utf8')
    .replace(/\n$/, '')
    .split('\n');
  const spawned = lines.findIndex(line => line.includes('All users spawned'));
  // A few lines on, so that there are figures of a running test.
  const cut = spawned < 0 ? lines.length : spawned + 10;
  return { beginning: lines.slice(0, cut), rest: lines.slice(cut) };
}

/** The log of one container as the container runtime keeps it. */
export class PrintedLog {
  private readonly printed: StampedLine[] = [];
  private readonly readers = new Set<() => void>();
  private closed = false;
  private last = 0n;

  get lines(): readonly StampedLine[] {
    return this.printed;
  }

  /** Nothing will be printed any more. */
  get ended(): boolean {
    return this.closed;
  }

  print(lines: readonly string[]): void {
    for (const text of lines) {
      const now = BigInt(Date.now()) * 1_000_000n;
      this.last = now > this.last ? now : this.last + 1_000n;
      this.printed.push({ time: nanoTime(this.last), text });
    }
    this.tell();
  }

  end(): void {
    this.closed = true;
    this.tell();
  }

  /** Told when more was printed or nothing will be. */
  onNews(reader: () => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  private tell(): void {
    [...this.readers].forEach(reader => reader());
  }
}

function nanoTime(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000n)).toISOString();
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return seconds.replace(/\.\d+Z$/, `.${fraction}Z`);
}
