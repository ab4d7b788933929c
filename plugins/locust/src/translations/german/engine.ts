import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const engine: TextsOf<typeof english.engine> = {
  title: 'Engine',
  about: 'was Lasttests ausführt, je Cluster',
  noCluster: 'Kein Cluster ist konfiguriert',
  nameOne: 'In der App-Konfiguration gehört einer unter {{setting}}.',
  clusters: 'Cluster',
  healthy: 'Gesund',
  starting: 'Startet',
  crdMissing: 'CRD fehlt',
  forbidden: 'Verboten',
  unreachable: 'Nicht erreichbar',
  degraded: 'Eingeschränkt',
  lastError: 'Letzter Fehler: {{message}}',
  leader: 'Leader',
  queue: 'Warteschlange',
  oldest: '{{depth}}, älteste seit {{age}}',
};
