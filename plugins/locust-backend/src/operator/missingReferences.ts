import {
  LOCUST_SPEC_DEFAULTS,
  type Problem,
} from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { CONFIG_MAPS } from '../kube/ResourceTypes';
import type { LocustObject } from './LocustObject';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>> | null;
  readonly binaryData?: Readonly<Record<string, string>> | null;
}

interface Reference {
  readonly field: string;
  readonly name: string;
  readonly key?: string;
}

/**
 * Looks (live) for the ConfigMaps that a resource names, before anything is made of it. Secrets are never read: one
 * that is missing shows in the pod's state.
 */
export async function missingReferences(
  client: KubeClient,
  locust: LocustObject,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const { namespace } = locust.metadata;
  const found = await Promise.all(
    referencesOf(locust).map(async reference => {
      try {
        const configMap = await client.get<ConfigMap>(
          CONFIG_MAPS,
          { namespace, name: reference.name },
          { signal },
        );
        return missingKey(configMap, reference, namespace);
      } catch (error) {
        if (isFailure(error, 'notFound')) {
          return [
            {
              field: reference.field,
              message: `There is no ConfigMap "${reference.name}" in the namespace "${namespace}"; make it and the test starts by itself, or name another one.`,
            },
          ];
        }
        // Where we may not look, the kubelet will tell.
        if (isFailure(error, 'forbidden')) {
          return [];
        }
        throw error;
      }
    }),
  );
  return found.flat();
}

function missingKey(
  configMap: ConfigMap,
  { field, name, key }: Reference,
  namespace: string,
): readonly Problem[] {
  const keys = Object.keys({ ...configMap.data, ...configMap.binaryData });
  if (key === undefined || keys.includes(key)) {
    return [];
  }
  const there = keys.filter(it => it.endsWith('.py'));
  return [
    {
      field,
      message: `The ConfigMap "${name}" in the namespace "${namespace}" has no key "${key}"; ${
        there.length > 0
          ? `its Python files are ${there.join(', ')}.`
          : 'it has no Python file.'
      }`,
    },
  ];
}

function referencesOf({ spec }: LocustObject): readonly Reference[] {
  const { configMapRef, mountExternalConfig, locustfile } = spec;
  return [
    ...(configMapRef
      ? [{ field: 'spec.configMapRef', name: configMapRef }]
      : []),
    ...(mountExternalConfig
      ? [
          {
            field: 'spec.mountExternalConfig.name',
            name: mountExternalConfig.name,
          },
        ]
      : []),
    ...(locustfile && 'configMap' in locustfile
      ? [
          {
            field: 'spec.locustfile',
            name: locustfile.configMap,
            key: locustfile.key ?? LOCUST_SPEC_DEFAULTS.locustfileKey,
          },
        ]
      : []),
  ];
}
