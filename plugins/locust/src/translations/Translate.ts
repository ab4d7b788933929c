import type { locustTranslationRef } from './locustTranslationRef';

type Texts = typeof locustTranslationRef.T;

/** `workers` of the keys `workers_one` and `workers_other`. */
type WithoutPlural<Key> = Key extends `${infer Stem}_${'one' | 'other'}`
  ? Stem
  : Key;

/** `count` of `{{count, number}}`. */
type NameOf<Gap> = Gap extends `${infer Name},${string}` ? Name : Gap;

type GapsIn<Text> = Text extends `${string}{{${infer Gap}}}${infer Rest}`
  ? NameOf<Gap> | GapsIn<Rest>
  : never;

/** The names of the gaps of each text, by its key. */
type Gaps = {
  [Key in keyof Texts as WithoutPlural<Key>]: GapsIn<Texts[Key]>;
};

type TextKey = keyof Gaps;

type Filling<Key extends TextKey, Value> = [Gaps[Key]] extends [never]
  ? []
  : [
      gaps: {
        readonly [Gap in Gaps[Key]]: Gap extends 'count' ? number : Value;
      },
    ];

/**
 * Says a text of the plugin in the chosen language. Backstage's own type for this finds the gaps of a text anew at each
 * call, which costs the compiler minutes with as many texts as these.
 */
export interface Translate {
  <Key extends TextKey>(key: Key, ...gaps: Filling<Key, string>): string;
  /** With an element in a gap it is an element. */
  <Key extends TextKey>(
    key: Key,
    ...gaps: Filling<Key, string | JSX.Element>
  ): JSX.Element;
}
