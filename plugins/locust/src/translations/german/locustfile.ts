import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const locustfile: TextsOf<typeof english.locustfile> = {
  title: 'Locustfile',
  subtitle: 'was dieser Lauf ausgeführt hat',
  files: 'Dateien',
  noText: 'kein Text',
  contentOf: 'Inhalt von {{path}}',
  noTextTitle: '{{path}} ist kein Text',
  noTextHint:
    'Von einer solchen Datei werden Größe und Prüfsumme gezeigt: {{size}}, SHA-256 {{hash}}.',
  copy: 'Kopieren',
  download: 'Herunterladen',
  noneTitle: 'Zu diesem Lauf wurde kein Locustfile aufbewahrt',
  noneYet: 'Es wird aufbewahrt, sobald der Lauf beginnt.',
  leftOut_one:
    '{{count, number}} Datei gehört nicht zum Test und wird weggelassen:',
  leftOut_other:
    '{{count, number}} Dateien gehören nicht zum Test und werden weggelassen:',
  whatIsRun:
    '{{main}} wird ausgeführt; die anderen liegen daneben, so wie sie es hier tun.',
  changeForThisRun: 'Für diesen Lauf ändern',
  earlierSource: 'Wie zuvor',
  repositorySource: 'Repository',
  inlineSource: 'Hier schreiben',
  configMapSource: 'ConfigMap',
  sourceLabel: 'Woher das Locustfile kommt',
  comparison: 'Locustfile: {{outcome}}',
  same: 'gleich',
  changed: 'geändert',
  notKnown: 'nicht bekannt',
  notKept:
    'Von {{run}} wurde keines aufbewahrt, also kann es nicht verglichen werden.',
  heldAgainst: 'Änderungen von {{from}} zu {{to}}',
  sameAs: 'Die Dateien sind gleich, bis aufs letzte Byte.',
  mainChanged:
    'Eine andere Datei ist das Locustfile: vorher {{before}}, nachher {{after}}.',
  fileAdded: 'hinzugekommen',
  fileRemoved: 'entfernt',
  fileChanged: 'geändert',
  fileSame_one: '{{count, number}} Datei ist gleich',
  fileSame_other: '{{count, number}} Dateien sind gleich',
  bytesDiffer: 'Sie ist kein Text; ihr Inhalt ist ein anderer.',
  lineAdded: 'hinzugekommen:',
  lineRemoved: 'entfernt:',
  unchanged_one: '{{count, number}} Zeile ist gleich',
  unchanged_other: '{{count, number}} Zeilen sind gleich',
  lineBefore: 'Zeile vorher',
  lineAfter: 'Zeile nachher',
  lineContent: 'Inhalt',
};
