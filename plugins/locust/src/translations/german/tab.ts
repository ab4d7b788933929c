import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const tab: TextsOf<typeof english.tab> = {
  view: 'Ansicht',
  schedules: 'Zeitpläne',
  schedulesCounted: 'Zeitpläne ({{number}})',
};
