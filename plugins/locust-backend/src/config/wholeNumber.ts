/**
 * A whole number of 1 or more, also as text, for a variable of the environment may stand in its place; undefined where it
 * is none.
 */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value || NaN) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1
    ? number
    : undefined;
}
