import { celText } from './cel';
import {
  type CelRule,
  type Field,
  finding,
  isPresent,
  isPresentAndNotEmpty,
} from './Field';
import { shownUnlessPrivate, wrongType } from './shown';

export interface TextOptions {
  readonly description?: string;
  /** In characters, as Kubernetes counts them. */
  readonly maxLength: number;
  /** What to use instead of a value of another type: `a command such as "locust -f a.py"`. */
  readonly accepted: string;
  /** A regular expression that JavaScript and RE2 read alike. */
  readonly pattern?: string;
  /** Follows a value that does not fit the pattern: `is not a tag; use a word without spaces`. */
  readonly refusal?: string;
  /** What it is may be secret: no message repeats it. */
  readonly isPrivate?: boolean;
  /** An empty text counts as not given, for templates leave those. */
  readonly emptyIsAbsent?: boolean;
  readonly minLength?: number;
  /** What a pattern cannot say; answers a sentence. */
  readonly check?: (text: string) => string | undefined;
  /** What of `check` the API server can judge too. */
  readonly rules?: readonly CelRule[];
}

export function textField<T extends string = string>(
  options: TextOptions,
): Field<T> {
  const { description, maxLength, minLength, pattern, refusal } = options;
  const matcher = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const rules: readonly CelRule[] = [
    ...(pattern === undefined
      ? []
      : [
          {
            rule: `${
              options.emptyIsAbsent ? "self == '' || " : ''
            }self.matches(${celText(pattern)})`,
            message: `the value ${refusal}`,
          },
        ]),
    ...(options.rules ?? []),
  ];
  const named = (value: unknown) =>
    shownUnlessPrivate(value, options.isPrivate);
  const notAccepted = (value: unknown) =>
    wrongType(value, options.accepted, options.isPrivate);
  const problemOf = (value: unknown): string | undefined => {
    if (typeof value !== 'string') {
      return refusal === undefined
        ? notAccepted(value)
        : `${named(value)} ${refusal}.`;
    }
    if (value.length > maxLength && [...value].length > maxLength) {
      return `${named(value)} is longer than ${maxLength} characters; use ${
        options.accepted
      }.`;
    }
    if (minLength !== undefined && value.length < minLength) {
      return notAccepted(value);
    }
    if (value.includes('\0')) {
      // No program can be given such an argument, variable or path.
      return `${named(value)} holds a NUL character; remove it.`;
    }
    if (matcher && !matcher.test(value)) {
      return `${named(value)} ${refusal}.`;
    }
    return options.check?.(value);
  };
  return {
    schema: {
      ...(description !== undefined && { description }),
      type: 'string',
      ...(minLength !== undefined && { minLength }),
      maxLength,
      ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
    },
    check: value => finding(problemOf(value)),
    read: value => (typeof value === 'string' ? (value as T) : undefined),
    isGiven: options.emptyIsAbsent ? isPresentAndNotEmpty : isPresent,
  };
}
