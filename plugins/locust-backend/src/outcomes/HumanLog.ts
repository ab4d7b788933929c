import type { StoredLog } from '../runs/RunStore';

/** What is kept of a log's beginning and of its end, in characters. */
const HEAD_LENGTH = 256 * 1024;
const TAIL_LENGTH = 1024 * 1024;

/** The log as people read it. Beginning and end are kept, the middle is counted, so memory is bounded. */
export class HumanLog {
  private readonly head: string[] = [];
  private headLength = 0;
  private headFull = false;
  private readonly tail: string[] = [];
  /** Lines before this one have left the tail; they are removed from the array now and then. */
  private tailStart = 0;
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
      this.tailLength -= this.tail[this.tailStart].length + 1;
      this.tail[this.tailStart] = '';
      this.tailStart += 1;
      this.omitted += 1;
    }
    if (this.tailStart > 1024 && this.tailStart * 2 > this.tail.length) {
      this.tail.splice(0, this.tailStart);
      this.tailStart = 0;
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
    const all = [this.tail.slice(this.tailStart), this.head];
    for (const lines of all) {
      for (let i = lines.length - 1; i >= 0 && last.length < count; i--) {
        if (lines[i].trim() !== '') {
          last.unshift(lines[i]);
        }
      }
    }
    return last;
  }

  stored(complete: boolean): StoredLog {
    return {
      lines: [...this.head, ...this.tail.slice(this.tailStart)],
      omitted: this.omitted,
      complete,
    };
  }
}
