import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const usage: TextsOf<typeof english.usage> = {
  title: 'Verbrauch',
  about: 'danach, wem das Getestete gehört',
  lastDays_one: 'Letzter Tag',
  lastDays_other: 'Letzte {{count, number}} Tage',
  export: 'Als CSV exportieren',
  none: 'In dieser Zeit lief kein Lasttest',
  noneHint: 'Ein längerer Zeitraum zeigt mehr.',
  owner: 'Verantwortlich',
  nobody: 'Niemand bekannt',
  failed: 'Nicht bestanden',
  errors: 'Nicht ausführbar',
  userHours: 'Nutzerstunden',
  workerHours: 'Workerstunden',
  daily: 'Workerstunden je Tag',
  dailyOf:
    'Workerstunden von {{owner}} je Tag: Läufe an {{days}} Tagen, höchstens {{most}}',
};
