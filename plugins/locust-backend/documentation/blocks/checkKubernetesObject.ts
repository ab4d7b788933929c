/** The kinds of objects that the documentation shows, with their versions. */
const API_VERSIONS: Readonly<Record<string, string>> = {
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  Locust: 'locust-qa.xyz/v1',
  Namespace: 'v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Secret: 'v1',
  ServiceAccount: 'v1',
};

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** An object of Kubernetes, of a kind that is known, in its version. */
export function checkKubernetesObject(
  manifest: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { apiVersion, kind, metadata } = manifest;
  const { name } = (metadata ?? {}) as { readonly name?: unknown };
  const version = API_VERSIONS[String(kind)];
  return [
    ...(version !== undefined && version === apiVersion
      ? []
      : [
          `${kind} of ${apiVersion} is none of ${Object.entries(API_VERSIONS)
            .map(([known, of]) => `${known} of ${of}`)
            .join(', ')}`,
        ]),
    ...(typeof name === 'string' && NAME.test(name)
      ? []
      : [`${JSON.stringify(name)} is not the name of an object`]),
  ];
}
