import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const status: TextsOf<typeof english.status> = {
  queued: 'In Warteschlange',
  invalid: 'Ungültig',
  starting: 'Startet',
  workersOf: '{{connected}} von {{wanted}} Workern',
  running: 'Läuft',
  progress: '{{ran}} von {{whole}}',
  stopping: 'Wird gestoppt',
  passed: 'Bestanden',
  failed: 'Nicht bestanden',
  finished: 'Beendet',
  stopped: 'Gestoppt',
  couldNotRun: 'Nicht ausführbar',
  skipped: 'Übersprungen',
};
