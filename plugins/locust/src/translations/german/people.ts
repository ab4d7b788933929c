import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const people: TextsOf<typeof english.people> = {
  you: 'Ich',
};
