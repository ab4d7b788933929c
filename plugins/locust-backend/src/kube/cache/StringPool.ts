/** So many strings are remembered before it begins anew: what belongs together is listed together. */
const MAX_STRINGS = 20_000;

/**
 * Keeps equal strings once. `JSON.parse` makes a string anew wherever it occurs, and a cache of pods says the same
 * namespace, Job, owner and time of creation a hundred thousand times over: a quarter of its memory.
 */
export class StringPool {
  private readonly strings = new Map<string, string>();

  /** Replaces the strings inside of plain objects and arrays, in place, by equal ones that are held already. */
  share<T>(value: T): T {
    this.walk(value);
    return value;
  }

  private walk(value: unknown): void {
    if (!isPlain(value)) {
      return;
    }
    for (const key of Object.keys(value)) {
      const inner = value[key];
      if (typeof inner === 'string') {
        value[key] = this.one(inner);
      } else {
        this.walk(inner);
      }
    }
  }

  private one(text: string): string {
    const known = this.strings.get(text);
    if (known !== undefined) {
      return known;
    }
    if (this.strings.size >= MAX_STRINGS) {
      this.strings.clear();
    }
    this.strings.set(text, text);
    return text;
  }
}

/** Arrays and objects without a class of their own, if they may be written to. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) ||
      Object.getPrototypeOf(value) === Object.prototype) &&
    !Object.isFrozen(value)
  );
}
