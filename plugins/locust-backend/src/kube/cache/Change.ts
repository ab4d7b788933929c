/**
 * What a reflector tells after it has written its store.
 *
 * - `initial` marks objects of the first list: known, not new.
 * - An object that was deleted and made again under its name between two looks is told as `deleted` and then
 *   `added`, never as `modified`: they are two objects.
 * - `deleted` carries the last state that is known, which is not the final one if the deletion was missed.
 */
export type Change<T> =
  | {
      readonly kind: 'added' | 'modified';
      readonly object: T;
      /** Of `modified`: the state before. */
      readonly old?: T;
      readonly initial: boolean;
    }
  | { readonly kind: 'deleted'; readonly object: T };
