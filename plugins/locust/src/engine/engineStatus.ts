import type { ClusterHealth } from 'backstage-plugin-locust-common';
import type { StatusShape } from '../status/runStatus';
import type { Tone } from '../status/toneColours';

/** How the state of the engine in a cluster is said. */
export function engineStatus(state: ClusterHealth['state']): {
  readonly word: string;
  readonly tone: Tone;
  readonly shape: StatusShape;
} {
  switch (state) {
    case 'healthy':
      return { word: 'Healthy', tone: 'success', shape: 'passed' };
    case 'starting':
      return { word: 'Starting', tone: 'info', shape: 'waiting' };
    case 'crdMissing':
      return { word: 'CRD missing', tone: 'warning', shape: 'broken' };
    case 'forbidden':
      return { word: 'Forbidden', tone: 'warning', shape: 'broken' };
    case 'unreachable':
      return { word: 'Unreachable', tone: 'error', shape: 'failed' };
    default:
      return { word: 'Degraded', tone: 'warning', shape: 'broken' };
  }
}
