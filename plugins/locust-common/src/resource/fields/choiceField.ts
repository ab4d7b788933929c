import { type Field, finding, isPresent } from './Field';
import { shown } from './shown';

/** One of a few words. */
export function choiceField<const T extends string>(
  choices: readonly T[],
  options: { readonly description?: string; readonly refusal: string },
): Field<T> {
  const isChoice = (value: unknown): value is T => choices.includes(value as T);
  return {
    schema: {
      ...(options.description !== undefined && {
        description: options.description,
      }),
      type: 'string',
      enum: choices,
    },
    check: value =>
      finding(
        isChoice(value) ? undefined : `${shown(value)} ${options.refusal}.`,
      ),
    read: value => (isChoice(value) ? value : undefined),
    isGiven: isPresent,
  };
}
