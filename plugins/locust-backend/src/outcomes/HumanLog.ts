import type { StoredLog } from '../runs/RunStore';
import { PackedLines } from './PackedLines';

/** What is kept of a log's beginning and of its end, in characters. */
const HEAD_LENGTH = 256 * 1024;
const TAIL_LENGTH = 1024 * 1024;

/** The log as people read it. Beginning and end are kept, the middle is counted, so memory is bounded. */
export class HumanLog {
  private readonly head = new PackedLines();
  private headLength = 0;
  private headFull = false;
  private readonly tail = new PackedLines();
  private tailLength = 0;
  private omitted = 0;
  private count = 0;

  add(line: string): void {
    this.count += 1;
    const length = line.length + 1;
    if (!this.headFull && this.headLength + length <= HEAD_LENGTH) {
      this.head.push(line);
      this.headLength += length;
      return;
    }
    this.headFull = true;
    this.tail.push(line);
    this.tailLength += length;
    while (this.tailLength > TAIL_LENGTH) {
      this.tailLength -= (this.tail.shift() ?? '').length + 1;
      this.omitted += 1;
    }
  }

  /** Lines so far, those left out included. */
  get lineCount(): number {
    return this.count;
  }

  /** Characters that are kept. */
  get length(): number {
    return this.headLength + this.tailLength;
  }

  /** The last lines that say something, oldest first. */
  lastLines(count: number): readonly string[] {
    const last: string[] = [];
    for (const lines of [this.tail, this.head]) {
      for (const line of lines.fromTheEnd()) {
        if (last.length === count) {
          return last;
        }
        if (line.trim() !== '') {
          last.unshift(line);
        }
      }
    }
    return last;
  }

  stored(complete: boolean): StoredLog {
    return {
      lines: [...this.head.toArray(), ...this.tail.toArray()],
      omitted: this.omitted,
      complete,
    };
  }
}
