/** As Kubernetes writes amounts of things, without a minus: `500m`, `1.5`, `2Gi`, `1e3`. JavaScript and RE2. */
export const QUANTITY =
  '^\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][-+]?[0-9]{1,3})?$';

const POWERS_OF_TEN: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** An amount as a number, near enough to compare two of them; undefined: it is none. @public */
export function quantityValue(quantity: unknown): number | undefined {
  const text = String(quantity);
  const parts = new RegExp(QUANTITY).exec(text);
  if (!parts) {
    return undefined;
  }
  const suffix = parts[3] ?? '';
  const digits = Number(text.slice(0, text.length - suffix.length));
  if (BINARY.includes(suffix)) {
    return digits * 1024 ** (BINARY.indexOf(suffix) + 1);
  }
  const power = Object.hasOwn(POWERS_OF_TEN, suffix)
    ? POWERS_OF_TEN[suffix]
    : Number(suffix.slice(1) || 0);
  return Number(`${digits}e${power}`);
}
