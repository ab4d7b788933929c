import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const trend: TextsOf<typeof english.trend> = {
  which: 'Welcher Test?',
  whichBody:
    'Die Adresse nennt keinen Test. „Alle Läufe dieses Tests“ bei einem Lauf oder Zeitplan führt hierher.',
  noneEnded: 'Noch kein Lauf dieses Tests ist beendet',
  noneEndedBody: 'Läufe gleichen Namens stehen hier nacheinander.',
  summary: 'Zusammenfassung',
  noVerdict: 'Noch keine Bewertung',
  passRate: '{{rate}} bestanden',
  passedOf: '{{passed}} von {{judged}} bestanden',
  noThresholds: 'Keiner dieser Läufe hat Schwellenwerte.',
  shown_one: '{{count, number}} Lauf angezeigt',
  shown_other: '{{count, number}} Läufe angezeigt',
  howMany: 'Wie viele Läufe',
  last: 'Letzte {{limit}}',
  compareGood: 'Mit letztem bestandenen vergleichen',
  compareBaseline: 'Mit Vergleichslauf vergleichen',
  showInList: 'In der Liste zeigen',
  regression: 'Verschlechterung: {{figure}} {{value}}',
  usualBefore: 'Üblich bei den Läufen davor: {{usual}}.',
  beyondSince_one:
    'Seit {{count, number}} Lauf darüber hinaus, seit {{since}}.',
  beyondSince_other:
    'Seit {{count, number}} Läufen darüber hinaus, seit {{since}}.',
  noEarlier:
    'Für den neuesten Lauf gibt es keine früheren mit gleich vielen Nutzern; ab {{needed}} zeigt sich, was üblich und was eine Verschlechterung ist.',
  fewEarlier_one:
    'Für den neuesten Lauf gibt es erst {{count, number}} früheren mit gleich vielen Nutzern; ab {{needed}} zeigt sich, was üblich und was eine Verschlechterung ist.',
  fewEarlier_other:
    'Für den neuesten Lauf gibt es erst {{count, number}} frühere mit gleich vielen Nutzern; ab {{needed}} zeigt sich, was üblich und was eine Verschlechterung ist.',
  newestFirst: 'neueste zuerst',
  legend: {
    label: 'Was die Diagramme zeigen',
    passed: 'bestanden',
    failed: 'nicht bestanden',
    noThresholds: 'ohne Schwellenwerte',
    notToEnd: 'nicht bis zum Ende gelaufen',
    regression: 'Verschlechterung',
    band: 'was vor dem jeweiligen Lauf üblich war',
  },
  table: {
    scroll: 'Tabelle der Läufe',
    label: 'Läufe des Tests',
    usual: 'üblich bei den Läufen davor: {{usual}}',
    regression: 'Verschlechterung',
    improvement: 'Verbesserung',
  },
  tip: {
    usual: 'üblich: {{usual}}',
    notHeld: 'nicht mit früheren Läufen verglichen',
  },
  spark:
    'p95 der letzten {{runs}} Läufe, ältester zuerst; von {{first}} bis {{last}}; höchster Wert {{highest}}',
  sparkJudged:
    'p95 der letzten {{runs}} Läufe, ältester zuerst; von {{first}} bis {{last}}; höchster Wert {{highest}}; {{passed}} bestanden, {{failed}} nicht bestanden',
};
