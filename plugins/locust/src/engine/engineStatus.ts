import type { ClusterHealth } from 'backstage-plugin-locust-common';
import type { StatusShape } from '../status/runStatus';
import type { Tone } from '../status/toneColours';
import type { Translate } from '../translations/Translate';

/** How the state of the engine in a cluster is said. */
export function engineStatus(
  state: ClusterHealth['state'],
  t: Translate,
): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: StatusShape;
} {
  switch (state) {
    case 'healthy':
      return { word: t('engine.healthy'), tone: 'success', shape: 'passed' };
    case 'starting':
      return { word: t('engine.starting'), tone: 'info', shape: 'waiting' };
    case 'crdMissing':
      return { word: t('engine.crdMissing'), tone: 'warning', shape: 'broken' };
    case 'forbidden':
      return { word: t('engine.forbidden'), tone: 'warning', shape: 'broken' };
    case 'unreachable':
      return { word: t('engine.unreachable'), tone: 'error', shape: 'failed' };
    default:
      return { word: t('engine.degraded'), tone: 'warning', shape: 'broken' };
  }
}
