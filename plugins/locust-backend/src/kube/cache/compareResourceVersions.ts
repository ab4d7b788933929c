const DECIMAL = /^(0|[1-9][0-9]*)$/;

/**
 * Orders two resource versions of one resource in one cluster: negative, zero or positive, or undefined when they
 * cannot be ordered. Kubernetes promises that they are decimal numbers that grow (KEP-5504); they are up to 64 bits
 * wide, so they are compared as text of equal length and not as JavaScript numbers.
 */
export function compareResourceVersions(
  a: string,
  b: string,
): number | undefined {
  if (a === b) {
    return 0;
  }
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) {
    return undefined;
  }
  if (a.length !== b.length) {
    return a.length - b.length;
  }
  return a < b ? -1 : 1;
}

/** The later of two versions; `b`, the newer word, where they cannot be ordered. */
export function laterResourceVersion(a: string | undefined, b: string): string {
  return a !== undefined && (compareResourceVersions(a, b) ?? -1) > 0 ? a : b;
}
