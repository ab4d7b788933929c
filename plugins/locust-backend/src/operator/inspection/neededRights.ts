import { readFile } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import type { AccessAttributes } from '../../kube/client/KubeClient';
import { NETWORK_POLICIES } from '../../kube/ResourceTypes';
import { LOCUSTS } from '../LocustObject';

/** Where the engine works, which decides what it has to be allowed. */
export interface RightsScope {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly leaseNamespace: string;
  readonly installsCrd: boolean;
  /** False: only the resources are watched and written, for the API. */
  readonly reconciles: boolean;
  /** Whether runs get network policies. */
  readonly networkPolicies: boolean;
}

/** A Role or ClusterRole; of other objects the rules are missing. */
export interface RoleManifest {
  readonly metadata: { readonly name: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const INSTALLER = 'locust-operator-crd';

/** The manifest of the rights that are needed there. */
export function rightsManifest({
  namespaces,
}: Pick<RightsScope, 'namespaces'>) {
  return namespaces.length > 0
    ? 'manifests/rbac-namespaced.yaml'
    : 'manifests/rbac.yaml';
}

/** What the engine's account has to be allowed: what the manifests that come with the plugin give it, right by right. */
export async function readNeededRights(
  scope: RightsScope,
): Promise<readonly AccessAttributes[]> {
  const read = async (file: string) =>
    parseAllDocuments(
      await readFile(
        resolvePackagePath('backstage-plugin-locust-backend', file),
        'utf8',
      ),
    ).map(it => it.toJS() as RoleManifest);
  const roles = await read(rightsManifest(scope));
  return neededRights(roles, scope);
}

/** The rights that these roles give, each in the namespaces in which it is used. */
export function neededRights(
  roles: readonly RoleManifest[],
  scope: RightsScope,
): readonly AccessAttributes[] {
  const { namespaces, leaseNamespace, installsCrd, reconciles } = scope;
  const isUsed = (resource: string) =>
    scope.networkPolicies || resource !== NETWORK_POLICIES.plural;
  return roles
    .filter(it => installsCrd || it.metadata.name !== INSTALLER)
    .flatMap(it => it.rules ?? [])
    .flatMap(rule =>
      rule.apiGroups.flatMap(group =>
        rule.resources.flatMap(resource =>
          rule.verbs.flatMap(verb =>
            (rule.resourceNames ?? [undefined]).map(name => ({
              verb,
              group,
              ...named(resource),
              name,
            })),
          ),
        ),
      ),
    )
    .filter(it => isUsed(it.resource))
    .filter(
      it =>
        reconciles ||
        (it.resource === LOCUSTS.plural && it.subresource === undefined),
    )
    .flatMap(right =>
      namespacesOf(right.resource).map(namespace => ({ ...right, namespace })),
    );

  function namespacesOf(resource: string): readonly (string | undefined)[] {
    if (resource === 'leases') {
      return [leaseNamespace];
    }
    return namespaces.length > 0 ? namespaces : [undefined];
  }
}

function named(resource: string) {
  const [plural, subresource] = resource.split('/');
  return { resource: plural, subresource };
}
