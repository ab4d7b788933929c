/**
 * A value as it is after its way through JSON: its times are text, in ISO 8601.
 *
 * @public
 */
export type InJson<T> = 0 extends 1 & T
  ? T // Of `any` there is nothing to be known.
  : T extends Date
  ? string
  : T extends readonly (infer Item)[]
  ? InJson<Item>[]
  : T extends object
  ? { [Key in keyof T]: InJson<T[Key]> }
  : T;
