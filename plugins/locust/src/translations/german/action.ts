import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const action: TextsOf<typeof english.action> = {
  cancel: 'Abbrechen',
  failed: 'Das hat nicht geklappt',
};
