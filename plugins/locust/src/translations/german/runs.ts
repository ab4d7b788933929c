import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const runs: TextsOf<typeof english.runs> = {
  origin: {
    schedule: 'Zeitplan',
    resource: 'Angewendet · {{name}}',
    portal: 'Portal',
  },
  deletion: {
    title: 'Diesen Lauf von {{test}} löschen?',
    confirm: 'Lauf löschen',
    body: 'Statistik, Diagramme und Log vom {{when}} gehen verloren.',
  },
  menu: {
    actions: 'Aktionen für {{test}}',
    open: 'Öffnen',
    runAgain: 'Erneut ausführen',
    clone: 'Klonen…',
    allOfTest: 'Alle Läufe dieses Tests',
    export: 'Exportieren…',
    stop: 'Stoppen, Ergebnisse behalten',
    delete: 'Löschen…',
  },
  filters: {
    label: 'Filter',
    state: 'Zustand',
    verdict: 'Bewertung',
    anyState: 'Jeder Zustand',
    anyVerdict: 'Jede Bewertung',
    noThresholds: 'Ohne Schwellenwerte',
    anyTest: 'Jeder Test',
    clear: 'Filter zurücksetzen',
    noMatch: 'Kein Lauf passt zu diesen Filtern',
    clearHint: 'Ohne Filter sind alle Läufe zu sehen.',
  },
  stopFailed: 'Der Lauf konnte nicht gestoppt werden',
  loadMore: 'Mehr laden',
  shown: '{{number}} angezeigt',
  moreFailed: 'Die nächsten Läufe konnten nicht geladen werden',
  compare: 'Vergleichen',
  compareRun: 'Vergleichen: {{test}}, {{when}}',
  started: 'Gestartet',
  duration: 'Dauer',
  actions: 'Aktionen',
};
