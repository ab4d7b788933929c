import type { Freeze } from 'backstage-plugin-locust-common';
import { formatDayAndTime } from '../format/formatTime';
import type { Translate } from '../translations/Translate';

/** Until or from when nothing starts. */
export function freezeTitle(freeze: Freeze, t: Translate): string {
  const { from, until, inForce, stopsRuns } = freeze;
  const end = until && formatDayAndTime(until, undefined, t);
  if (!inForce) {
    const begin = formatDayAndTime(from, undefined, t);
    return end === undefined
      ? t('freezes.plannedOpen', { from: begin })
      : t('freezes.planned', { from: begin, until: end });
  }
  if (stopsRuns) {
    return end === undefined
      ? t('freezes.stoppedOpen')
      : t('freezes.stopped', { until: end });
  }
  return end === undefined
    ? t('freezes.frozenOpen')
    : t('freezes.frozen', { until: end });
}

/** Where, for whom and by whom. */
export function freezeDetails(freeze: Freeze, t: Translate): string {
  const { clusters, namespaces, owners, declaredBy, configured } = freeze;
  const names = (all: readonly string[]) => ({ names: all.join(', ') });
  return [
    clusters && t('freezes.inClusters', names(clusters)),
    namespaces && t('freezes.inNamespaces', names(namespaces)),
    owners && t('freezes.ofOwners', names(owners)),
    configured && t('freezes.configured'),
    declaredBy !== undefined && t('freezes.by', { name: declaredBy }),
  ]
    .filter(Boolean)
    .join(' · ');
}
