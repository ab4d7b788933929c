import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const doubts: TextsOf<typeof english.doubts> = {
  mark: 'Weniger verlässliche Zahlen: {{doubts}}',
  soFar: 'Die bisherigen Zahlen sind weniger verlässlich',
  title: 'Diese Zahlen sind weniger verlässlich',
};
