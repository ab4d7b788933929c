import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const delta: TextsOf<typeof english.delta> = {
  names: {
    requests: 'Anfragen',
    failures: 'Fehler',
    failRatio: 'Fehlerquote',
    rps: 'Anfragen/s',
    failuresPerSecond: 'Fehler/s',
    avg: 'Mittelwert',
    min: 'Kürzeste',
    median: 'Median',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    max: 'Längste',
  },
  same: 'gleich wie {{reference}}',
  more: {
    requests: '{{amount}} mehr Anfragen als {{reference}}',
    failures: '{{amount}} mehr Fehler als {{reference}}',
    failRatio: 'Fehlerquote {{amount}} höher als {{reference}}',
    rps: '{{amount}} mehr Anfragen pro Sekunde als {{reference}}',
    failuresPerSecond: '{{amount}} mehr Fehler pro Sekunde als {{reference}}',
    time: '{{amount}} langsamer als {{reference}}',
    other: '{{amount}} mehr als {{reference}}',
  },
  less: {
    requests: '{{amount}} weniger Anfragen als {{reference}}',
    failures: '{{amount}} weniger Fehler als {{reference}}',
    failRatio: 'Fehlerquote {{amount}} niedriger als {{reference}}',
    rps: '{{amount}} weniger Anfragen pro Sekunde als {{reference}}',
    failuresPerSecond:
      '{{amount}} weniger Fehler pro Sekunde als {{reference}}',
    time: '{{amount}} schneller als {{reference}}',
    other: '{{amount}} weniger als {{reference}}',
  },
  points: '{{points}} Prozentpunkte',
  pointsShort: '{{points}} PP',
  theBaseline: 'der Vergleichslauf',
  heldAgainst: 'Verglichen mit dem {{baseline}}: p95 {{p95}}',
  heldAgainstOthers:
    'Verglichen mit dem {{baseline}}: p95 {{p95}}, mit {{theirs}} statt {{own}} Nutzern',
  baselineOf: 'Vergleichslauf vom {{when}}',
  baselineFailed:
    'Der Vergleichslauf dieses Tests konnte nicht geladen werden: {{message}}',
  compare: 'Vergleichen',
};
