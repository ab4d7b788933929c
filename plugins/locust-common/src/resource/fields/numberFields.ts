import { type Field, finding, isPresent } from './Field';
import { shown } from './shown';

export function wholeNumber(options: {
  readonly description?: string;
  /** What is counted: `the number of worker pods`. */
  readonly what: string;
  readonly min: number;
  readonly max: number;
}): Field<number> {
  const { description, what, min, max } = options;
  const refusal = `is not accepted as ${what}; use a whole number from ${min} to ${max}`;
  return {
    schema: {
      ...(description !== undefined && { description }),
      type: 'integer',
      format: max < 2 ** 31 ? 'int32' : 'int64',
      'x-kubernetes-validations': [
        {
          rule: `self >= ${min} && self <= ${max}`,
          message: `the value ${refusal}`,
        },
      ],
    },
    check: value =>
      finding(
        Number.isInteger(value) &&
          (value as number) >= min &&
          (value as number) <= max
          ? undefined
          : `${shown(value)} ${refusal}.`,
      ),
    read: asNumber,
    isGiven: isPresent,
  };
}

export function positiveNumber(options: {
  readonly description: string;
  readonly max: number;
  readonly refusal: string;
}): Field<number> {
  const { description, max, refusal } = options;
  return {
    schema: {
      description,
      type: 'number',
      'x-kubernetes-validations': [
        {
          rule: `self > 0.0 && self <= ${max}.0`,
          message: `the value ${refusal}`,
        },
      ],
    },
    check: value =>
      finding(
        typeof value === 'number' && value > 0 && value <= max
          ? undefined
          : `${shown(value)} ${refusal}.`,
      ),
    read: asNumber,
    isGiven: isPresent,
  };
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}
