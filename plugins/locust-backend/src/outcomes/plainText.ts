const ESCAPE = '\u001b';

// CSI sequences (colours, cursor), then the two-character ones.
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])/g;

// Halves of pairs as well: much faster to look for, and rare enough.
const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Text without terminal control sequences, and without what no database stores as text: NUL and halves of surrogate
 * pairs.
 */
export function plainText(text: string): string {
  let plain = text.includes(ESCAPE) ? text.replace(ANSI, '') : text;
  if (plain.includes('\0')) {
    plain = plain.replaceAll('\0', '\ufffd');
  }
  return ANY_SURROGATE.test(plain)
    ? plain.replace(LONE_SURROGATES, '\ufffd')
    : plain;
}
