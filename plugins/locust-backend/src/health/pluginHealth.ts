import type {
  ClusterHealth,
  Finding,
  PluginHealth,
} from 'backstage-plugin-locust-common';

/**
 * Whether a replica can do its work, for everybody to know: nothing in it names a cluster, an address or a person.
 *
 * @param findings - about the replica itself
 */
export function pluginHealth(
  clusters: readonly Pick<ClusterHealth, 'state' | 'findings'>[],
  findings: readonly Finding[],
): PluginHealth {
  const all = [...findings, ...clusters.flatMap(it => it.findings)];
  const isUnavailable =
    findings.some(it => it.code === 'databaseAway') ||
    (clusters.length > 0 && clusters.every(it => it.state === 'unreachable'));
  const isDegraded =
    all.some(it => it.severity !== 'info') ||
    clusters.some(it => it.state !== 'healthy' && it.state !== 'starting');
  const wellOrNot = isDegraded ? 'degraded' : 'ok';
  return {
    status: isUnavailable ? 'unavailable' : wellOrNot,
    findings: [...new Set(all.map(it => it.code))].sort(),
  };
}
