import { type Field, finding, isPresent } from './Field';
import { shown } from './shown';

export function flagField(description?: string): Field<boolean> {
  return {
    schema: {
      ...(description !== undefined && { description }),
      type: 'boolean',
    },
    check: value =>
      finding(
        typeof value === 'boolean'
          ? undefined
          : `${shown(value)} is neither true nor false; use one of the two.`,
      ),
    read: value => (typeof value === 'boolean' ? value : undefined),
    isGiven: isPresent,
  };
}
