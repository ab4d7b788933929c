import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const home: TextsOf<typeof english.home> = {
  failing: 'Nicht bestanden',
  running: 'Läuft gerade',
  last: 'Letzte Läufe',
  none: 'Von dem, was dir gehört, wurde noch nichts belastet.',
};
