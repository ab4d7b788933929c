import { LABELS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { networkPolicyName } from '../names';
import {
  childAnnotations,
  childLabels,
  ownedByJob,
  type OwningJob,
} from './childMetadata';
import { MASTER_PORT } from './masterJob';
import { masterSelector, workerSelector } from './podSelectors';
import type { Role } from './volumes';

/** Ports of a destination: one, or all from `port` to `endPort`. */
export interface DestinationPort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
  readonly endPort?: number;
}

/**
 * What the pods of a run may reach, beside names and their own master.
 *
 * - `block`: addresses, those in `except` left out.
 * - `namespace`: pods of a namespace of the same cluster, or of all with `*`. Some networks hold blocks of addresses only
 *   against what is outside of the cluster.
 */
export type Destination = (
  | {
      readonly kind: 'block';
      readonly cidr: string;
      readonly except: readonly string[];
    }
  | { readonly kind: 'namespace'; readonly name: string }
) & {
  /** Undefined: all. */
  readonly ports?: readonly DestinationPort[];
};

/** What a run's network policies say. */
export interface NetworkPolicySettings {
  readonly destinations: readonly Destination[];
}

const DNS_PORTS = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];
const FROM_WORKERS = [{ protocol: 'TCP', port: MASTER_PORT }];

/**
 * A network policy for the master of a run or its workers. Workers connect to their own master, by the one port that
 * Locust uses for it, and nothing connects to workers.
 *
 * @param owner - what it is named after, as `runOwner` gives it
 */
export function networkPolicy(
  role: Role,
  locust: LocustObject,
  job: OwningJob,
  owner: string,
  { destinations }: NetworkPolicySettings,
) {
  const master = podsWith(masterSelector(locust, job));
  const workers = podsWith(workerSelector(locust, job));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: networkPolicyName(role, owner),
      namespace: locust.metadata.namespace,
      labels: { ...childLabels(locust, role), [LABELS.jobUid]: job.uid },
      annotations: childAnnotations(locust),
      ownerReferences: ownedByJob(job),
    },
    spec: {
      ...(role === 'master' ? master : workers),
      policyTypes: ['Ingress', 'Egress'],
      ingress:
        role === 'master' ? [{ from: [workers], ports: FROM_WORKERS }] : [],
      egress: [
        // Of whoever answers for names: that is another address in every cluster.
        { ports: DNS_PORTS },
        ...(role === 'worker' ? [{ to: [master], ports: FROM_WORKERS }] : []),
        ...destinations.map(egressRule),
      ],
    },
  };
}

function podsWith(matchLabels: Readonly<Record<string, string>>) {
  return { podSelector: { matchLabels } };
}

function egressRule(destination: Destination) {
  return {
    to: [peer(destination)],
    ...(destination.ports && { ports: destination.ports }),
  };
}

function peer(destination: Destination) {
  if (destination.kind === 'block') {
    const { cidr, except } = destination;
    return { ipBlock: { cidr, ...(except.length > 0 && { except }) } };
  }
  const { name } = destination;
  return {
    namespaceSelector:
      name === '*'
        ? {}
        : { matchLabels: { 'kubernetes.io/metadata.name': name } },
  };
}
