import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const format: TextsOf<typeof english.format> = {
  locale: 'de',
  justNow: 'gerade eben',
  inAMoment: 'gleich',
};
