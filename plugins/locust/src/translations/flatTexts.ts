import type { english } from './english';
import type { locustTranslationRef } from './locustTranslationRef';
import type { TextsOf } from './TextsOf';

interface NestedTexts {
  readonly [key: string]: string | NestedTexts;
}

function entriesOf(
  texts: NestedTexts,
  prefix: string,
): ReadonlyArray<readonly [string, string]> {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [[prefix + key, text] as const]
      : entriesOf(text, `${prefix}${key}.`),
  );
}

/** All texts of a language by their whole key, as in `runs.title`. */
export function flatTexts(texts: TextsOf<typeof english>): {
  readonly [Key in keyof typeof locustTranslationRef.T]: string;
} {
  return Object.fromEntries(entriesOf(texts, '')) as {
    [Key in keyof typeof locustTranslationRef.T]: string;
  };
}
