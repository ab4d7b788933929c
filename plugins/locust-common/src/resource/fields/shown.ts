const LONGEST = 60;

/** A value as a person would recognise it, short. */
export function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // It refers to itself, holds a bigint, or its toJSON throws.
    text = typeof value === 'bigint' ? String(value) : 'this value';
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}…` : text;
}

/** In place of a value that may be secret. */
export function shownUnlessPrivate(value: unknown, isPrivate = false): string {
  return isPrivate ? 'This value' : shown(value);
}

export function wrongType(
  value: unknown,
  accepted: string,
  isPrivate?: boolean,
): string {
  return `${shownUnlessPrivate(
    value,
    isPrivate,
  )} is not accepted here; use ${accepted}.`;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
