import { ResourceType } from './KubeObject';

function resource(
  group: string,
  version: string,
  plural: string,
  kind: string,
  namespaced = true,
): ResourceType {
  return { group, version, plural, kind, namespaced };
}

export const JOBS = resource('batch', 'v1', 'jobs', 'Job');
export const CRON_JOBS = resource('batch', 'v1', 'cronjobs', 'CronJob');
export const SERVICES = resource('', 'v1', 'services', 'Service');
export const REPLICA_SETS = resource('apps', 'v1', 'replicasets', 'ReplicaSet');
export const NETWORK_POLICIES = resource(
  'networking.k8s.io',
  'v1',
  'networkpolicies',
  'NetworkPolicy',
);
export const PODS = resource('', 'v1', 'pods', 'Pod');
export const CONFIG_MAPS = resource('', 'v1', 'configmaps', 'ConfigMap');
/** The core group's Events: what `kubectl describe` shows. */
export const EVENTS = resource('', 'v1', 'events', 'Event');
export const LEASES = resource('coordination.k8s.io', 'v1', 'leases', 'Lease');
export const NAMESPACES = resource('', 'v1', 'namespaces', 'Namespace', false);
export const CUSTOM_RESOURCE_DEFINITIONS = resource(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  false,
);
