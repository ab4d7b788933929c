/** Lines that are joined to one text. */
const IN_A_PACK = 64;

/**
 * Lines in the order in which they came, in little more memory than their characters take. A line cut out of a portion
 * of a log keeps the whole portion in memory, with all that was never to be kept of it; so lines are copied, many at
 * once.
 */
export class PackedLines {
  /** The oldest, of which the first {@link taken} are gone. */
  private unpacked: string[] = [];
  private taken = 0;
  private readonly packs: string[] = [];
  /** Not packed yet. */
  private newest: string[] = [];

  /** @param line - without a line end in it */
  push(line: string): void {
    this.newest.push(line);
    if (this.newest.length === IN_A_PACK) {
      this.packs.push(this.newest.join('\n'));
      this.newest = [];
    }
  }

  /** Takes the oldest away; undefined: there is none. */
  shift(): string | undefined {
    if (this.taken === this.unpacked.length) {
      const pack = this.packs.shift();
      this.unpacked = pack?.split('\n') ?? this.newest.splice(0);
      this.taken = 0;
    }
    const oldest = this.unpacked[this.taken];
    this.taken = Math.min(this.taken + 1, this.unpacked.length);
    return oldest;
  }

  /** All that are left, oldest first. */
  toArray(): string[] {
    return [
      ...this.unpacked.slice(this.taken),
      ...this.packs.flatMap(pack => pack.split('\n')),
      ...this.newest,
    ];
  }

  /** All that are left, newest first, as far as they are asked for. */
  *fromTheEnd(): Generator<string> {
    yield* reversed(this.newest);
    for (const pack of reversed(this.packs)) {
      yield* reversed(pack.split('\n'));
    }
    yield* reversed(this.unpacked.slice(this.taken));
  }
}

function* reversed<T>(items: readonly T[]): Generator<T> {
  for (let i = items.length - 1; i >= 0; i--) {
    yield items[i];
  }
}
