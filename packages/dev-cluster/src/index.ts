/**
 * The embedded default: a Kubernetes for machines that have none, for `npm start` and for tests.
 *
 * @packageDocumentation
 */
export { applyManifests } from './applyManifests';
export type { Manifest } from './applyManifests';
export { DEFAULT_CLUSTER_NAME } from './clusterName';
export type { ClusterKind } from './clusterRecord';
export type { DevCluster } from './DevCluster';
export { findCluster, stopCluster } from './findCluster';
export { startCluster } from './startCluster';
export type { StartClusterOptions } from './startCluster';
