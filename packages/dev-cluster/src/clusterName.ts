/** The cluster that the command line means when none is named. */
export const DEFAULT_CLUSTER_NAME = 'default';

const VALID_NAME = /^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/;

/** Why a name cannot be a cluster's, or `undefined` if it can. */
export function problemWithClusterName(name: string): string | undefined {
  return VALID_NAME.test(name)
    ? undefined
    : `"${name}" cannot be a cluster's name: up to 30 lower-case letters, digits and hyphens are accepted, a letter or digit first and last`;
}
