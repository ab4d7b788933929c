import { asRecord } from './asRecord';
import { type CelRule, type Field, isPresent } from './Field';
import { wrongType } from './shown';

export interface MapOptions {
  readonly description: string;
  readonly accepted: string;
  readonly maxProperties: number;
  /** What is wrong with a key, as a sentence. */
  readonly keyProblem?: (key: string) => string | undefined;
  readonly rules?: readonly CelRule[];
}

export function mapOf<T>(
  entry: Field<T>,
  options: MapOptions,
): Field<Readonly<Record<string, T>>> {
  return {
    schema: {
      description: options.description,
      type: 'object',
      maxProperties: options.maxProperties,
      ...(options.rules && { 'x-kubernetes-validations': options.rules }),
      additionalProperties: entry.schema,
    },
    check: value => {
      const map = asRecord(value);
      if (!map) {
        return [{ at: '', message: wrongType(value, options.accepted) }];
      }
      const entries = Object.entries(map);
      if (entries.length > options.maxProperties) {
        return [
          {
            at: '',
            message: `There are ${entries.length} of them; use ${options.accepted} with at most ${options.maxProperties}.`,
          },
        ];
      }
      return entries.flatMap(([key, it]) => {
        const keyProblem = options.keyProblem?.(key);
        const found = keyProblem
          ? [{ at: '', message: keyProblem }]
          : entry.check(it);
        return found.map(({ at, message }) => ({
          at: `[${JSON.stringify(key)}]${at}`,
          message,
        }));
      });
    },
    read: value => {
      const map = asRecord(value);
      if (!map) {
        return undefined;
      }
      const entries = Object.entries(map).map(
        ([key, it]) => [key, entry.read(it)] as const,
      );
      return entries.every(([, it]) => it !== undefined)
        ? (Object.fromEntries(entries) as Readonly<Record<string, T>>)
        : undefined;
    },
    isGiven: isPresent,
  };
}
