/**
 * Whether a name is one of those that patterns mean: names in which `*` stands for any characters.
 *
 * @public
 */
export function matchesName(
  patterns: readonly string[],
  name: string,
): boolean {
  return patterns.some(pattern => {
    // Without an expression, for `a*a*a*…` would take one an age.
    const [first, ...rest] = pattern.split('*');
    if (rest.length === 0) {
      return pattern === name;
    }
    if (!name.startsWith(first)) {
      return false;
    }
    const last = rest[rest.length - 1];
    let at = first.length;
    for (const part of rest.slice(0, -1)) {
      const found = name.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length;
    }
    return name.length - last.length >= at && name.endsWith(last);
  });
}
