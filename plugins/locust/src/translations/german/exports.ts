import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const exports: TextsOf<typeof english.exports> = {
  export: 'Exportieren',
  failed: 'Die Datei konnte nicht erstellt werden',
  formats: {
    html: 'Bericht (HTML)',
    csv: 'Statistik (CSV)',
    'csv-history': 'Zahlen im Zeitverlauf (CSV)',
    'csv-failures': 'Fehler (CSV)',
    'csv-exceptions': 'Exceptions (CSV)',
    json: 'Alles (JSON)',
    junit: 'Schwellenwerte (JUnit)',
    log: 'Log (Text)',
  },
};
