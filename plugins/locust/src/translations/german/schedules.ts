import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const schedules: TextsOf<typeof english.schedules> = {
  invalid: 'Ungültig',
  paused: 'Pausiert',
  scheduled: 'Geplant',
  list: 'Zeitpläne',
  nothing: 'Nichts ist geplant',
  howTo:
    '„Nach Zeitplan“ in einem neuen Lauf wiederholt ihn jede Nacht oder wann immer gewünscht.',
  nextRun: 'Nächster Lauf',
  inZone: '{{time}} in {{timeZone}}',
  none: 'Keiner',
  noneWhilePaused: 'Keiner, solange pausiert',
  lastResult: 'Letztes Ergebnis',
  notRunYet: 'Noch nicht gelaufen',
  trend: 'Verlauf',
  trendOf: 'Verlauf von {{test}}',
  runNow: 'Jetzt starten',
  runNowOf: 'Jetzt starten: {{test}}',
  pause: 'Pausieren',
  pauseOf: 'Pausieren: {{test}}',
  resume: 'Fortsetzen',
  resumeOf: 'Fortsetzen: {{test}}',
  edit: 'Bearbeiten',
  editOf: 'Bearbeiten: {{test}}',
  keptInGit: '{{tool}} hält ihn so, wie er in Git steht: dort bearbeiten',
  delete: 'Löschen',
  deleteOf: 'Löschen: {{test}}',
  startFailed: 'Der Lauf konnte nicht gestartet werden',
  pauseFailed: 'Der Zeitplan konnte nicht pausiert werden',
  resumeFailed: 'Der Zeitplan konnte nicht fortgesetzt werden',
  deletion: {
    title: 'Zeitplan {{test}} löschen?',
    confirm: 'Zeitplan löschen',
    body: 'Er startet keine Läufe mehr, und ein laufender wird beendet. Die bisher aufgezeichneten Läufe bleiben.',
  },
};
