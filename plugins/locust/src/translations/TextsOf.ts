/** What another language has to say: a text for each of the English ones, none missing and none more. */
export type TextsOf<English> = {
  readonly [Key in keyof English]: English[Key] extends string
    ? string
    : TextsOf<English[Key]>;
};
