import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const locustPage: TextsOf<typeof english.locustPage> = {
  view: 'Ansicht',
};
