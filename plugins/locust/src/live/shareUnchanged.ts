/**
 * The next value with everything in it that says the same as before being the same object as before, so that what is
 * drawn from it stays still; the value before itself where nothing is new. For what JSON can say, and dates.
 */
export function shareUnchanged<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) {
    return next;
  }
  if (before instanceof Date && next instanceof Date) {
    return before.getTime() === next.getTime() ? (before as T & Date) : next;
  }
  if (Array.isArray(before) && Array.isArray(next)) {
    const shared = next.map((item, index) =>
      shareUnchanged(before[index], item),
    );
    return (
      shared.length === before.length &&
      shared.every((item, index) => Object.is(item, before[index]))
        ? before
        : shared
    ) as T;
  }
  if (isRecord(before) && isRecord(next)) {
    const shared = Object.fromEntries(
      Object.entries(next).map(([key, value]) => [
        key,
        shareUnchanged(before[key], value),
      ]),
    );
    const keys = Object.keys(shared);
    return (
      keys.length === Object.keys(before).length &&
      keys.every(key => key in before && Object.is(shared[key], before[key]))
        ? before
        : shared
    ) as T;
  }
  return next;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
