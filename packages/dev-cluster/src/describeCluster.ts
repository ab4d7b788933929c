import type { ClusterKind, ComponentName } from './clusterRecord';

/** What there is to say of a cluster. */
export type ClusterCondition =
  | { readonly state: 'down' | 'starting'; readonly name: string }
  | {
      readonly state: 'broken';
      readonly name: string;
      readonly ended: readonly ComponentName[];
    }
  | {
      readonly state: 'up';
      readonly name: string;
      readonly kind: ClusterKind;
      readonly version: string;
      readonly server: string;
      readonly kubeconfigPath: string;
      readonly createdAt: string;
    };

/** One sentence for a person. */
export function describeCluster(
  condition: ClusterCondition,
  now: Date,
): string {
  const { name } = condition;
  switch (condition.state) {
    case 'down':
      return `Cluster ${name} is not up; \`npm run cluster -- up\` starts it.`;
    case 'starting':
      return `Cluster ${name} is not up yet: it is starting.`;
    case 'broken':
      return `Cluster ${name} is not up: ${
        condition.ended.length > 0
          ? `${condition.ended.join(', ')} ended`
          : 'it does not answer'
      }; \`npm run cluster -- up\` starts it anew, \`down\` removes what is left.`;
    default:
      return `Cluster ${name} is up: Kubernetes ${condition.version}, ${
        condition.kind === 'node'
          ? 'control plane and one node'
          : 'control plane only'
      }, at ${condition.server} for ${describeAge(
        now.getTime() - Date.parse(condition.createdAt),
      )}; kubeconfig ${condition.kubeconfigPath}`;
  }
}

/** A duration in its two largest units. */
export function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const units: readonly (readonly [string, number])[] = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3_600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ];
  const first = units.findIndex(([, amount]) => amount > 0);
  if (first === -1) {
    return '0 s';
  }
  return units
    .slice(first, first + 2)
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount} ${unit}`)
    .join(' ');
}
