import { KubeObject } from '../KubeObject';

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** An object of few words: `configMap('a', 7)` has the name a, the UID of its name and version 7. */
export function configMap(
  name: string,
  version: number,
  options: { readonly uid?: string; readonly value?: string } = {},
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      namespace: 'ns',
      name,
      uid: options.uid ?? `uid-${name}`,
      resourceVersion: String(version),
    },
    ...(options.value !== undefined && { data: { value: options.value } }),
  };
}
