import { DurationError, parseDuration } from '../../duration/parseDuration';
import { celText } from './cel';
import { type Field, finding, isPresent } from './Field';
import { anyOf, shown } from './shown';

/** A text may be longer than that; what counts is that a rule has something to reckon its cost by. */
const LONGEST = 32;

export interface DurationOptions {
  readonly description: string;
  /** What lasts: `the run time`. */
  readonly what: string;
  /** In seconds; default 1. */
  readonly min?: 0 | 1;
  /** Texts that are no durations and accepted all the same. */
  readonly words?: readonly string[];
  /** Says what those mean: `or "" to run without a limit of its own`. */
  readonly also?: string;
}

/** A duration as Locust reads it; also as a number, for YAML makes one of `runTime: 300`. */
export function durationField(options: DurationOptions): Field<string> {
  const { description, what, min = 1, words = [], also } = options;
  const otherwise = also ? `, ${also}` : '';
  const shape =
    "self.matches('^([0-9]+|([0-9]+h)?([0-9]+m)?([0-9]+s)?)$') && self != ''";
  const alternatives = [
    ...words.map(word => `self == ${celText(word)}`),
    `(${shape}${min > 0 ? " && self.matches('[1-9]')" : ''})`,
  ].join(' || ');
  const problemOf = (value: unknown): string | undefined => {
    if (words.includes(value as string)) {
      return undefined;
    }
    if (
      typeof value !== 'string' &&
      !(Number.isInteger(value) && (value as number) >= 0)
    ) {
      return `${shown(
        value,
      )} is not accepted as ${what}; write it as 300, 300s, 20m, 3h or 1h30m${otherwise}.`;
    }
    try {
      return parseDuration(value as string | number) < min
        ? `${shown(
            value,
          )} is too short for ${what}; write at least ${min}s${otherwise}.`
        : lengthProblem(value);
    } catch (error) {
      if (error instanceof DurationError) {
        return `${error.message.replace(/\.$/, '')}${otherwise}.`;
      }
      throw error;
    }
  };
  return {
    schema: {
      description,
      'x-kubernetes-int-or-string': true,
      maxLength: LONGEST,
      'x-kubernetes-validations': [
        {
          rule: `type(self) == int ? self >= ${min} : (${alternatives})`,
          message: `${what} is written as ${anyOf([
            '300',
            '300s',
            '20m',
            '3h',
            '1h30m',
          ])}${otherwise}`,
        },
      ],
    },
    check: value => finding(problemOf(value)),
    read: value => {
      if (typeof value === 'number') {
        return Number.isFinite(value) ? String(value) : undefined;
      }
      return typeof value === 'string' ? value : undefined;
    },
    isGiven: isPresent,
  };
}

function lengthProblem(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > LONGEST
    ? `${shown(
        value,
      )} has more digits than any duration needs; leave out the zeros at its beginning.`
    : undefined;
}
