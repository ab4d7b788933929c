import {
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
  type Problem,
} from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { CONFIG_MAPS } from '../kube/ResourceTypes';
import type { LocustObject } from './LocustObject';
import type { SeenConfigMaps } from './locustfileSnapshot';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>> | null;
  readonly binaryData?: Readonly<Record<string, string>> | null;
}

interface Reference {
  readonly field: string;
  readonly name: string;
  readonly key?: string;
  /** Only keys of Python files are worth mentioning. */
  readonly python?: boolean;
}

/**
 * Looks (live) for the ConfigMaps that a resource names, before anything is made of it. Secrets are never read: one
 * that is missing shows in the pod's state, as a PersistentVolumeClaim does.
 */
export async function missingReferences(
  client: KubeClient,
  locust: LocustObject,
  signal: AbortSignal,
): Promise<{
  readonly problems: readonly Problem[];
  /** The texts in those that were found. */
  readonly seen: SeenConfigMaps;
}> {
  const { namespace } = locust.metadata;
  const references = configMapsOf(locust.spec);
  const names = [...new Set(references.map(it => it.name))];
  const found = new Map(
    await Promise.all(
      names.map(
        async name =>
          [name, await look(client, { namespace, name }, signal)] as const,
      ),
    ),
  );
  const problems = references.flatMap(reference =>
    problemOf(reference, found.get(reference.name), namespace),
  );
  return { problems, seen: textsOf(found) };
}

function textsOf(found: ReadonlyMap<string, Looked>): SeenConfigMaps {
  const seen = new Map<string, Readonly<Record<string, string>>>();
  for (const [name, configMap] of found) {
    if (typeof configMap === 'object') {
      seen.set(name, configMap.data ?? {});
    }
  }
  return seen;
}

/** `unknown`: where we may not look, the kubelet will tell. */
type Looked = ConfigMap | 'missing' | 'unknown' | undefined;

async function look(
  client: KubeClient,
  place: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<Looked> {
  try {
    return await client.get<ConfigMap>(CONFIG_MAPS, place, { signal });
  } catch (error) {
    if (isFailure(error, 'notFound')) {
      return 'missing';
    }
    if (isFailure(error, 'forbidden')) {
      return 'unknown';
    }
    throw error;
  }
}

function problemOf(
  { field, name, key, python }: Reference,
  found: Looked,
  namespace: string,
): readonly Problem[] {
  if (found === undefined || found === 'unknown') {
    return [];
  }
  if (found === 'missing') {
    return [
      {
        field,
        message: `There is no ConfigMap "${name}" in the namespace "${namespace}"; make it and the test starts by itself, or name another one.`,
      },
    ];
  }
  const keys = Object.keys({ ...found.data, ...found.binaryData });
  if (key === undefined || keys.includes(key)) {
    return [];
  }
  const offered = python ? keys.filter(it => it.endsWith('.py')) : keys;
  const what = python ? 'Python file' : 'key';
  return [
    {
      field,
      message: `The ConfigMap "${name}" in the namespace "${namespace}" has no key "${key}"; ${
        offered.length > 0
          ? `its ${what}s are ${offered.slice(0, 20).join(', ')}.`
          : `it has no ${what}.`
      }`,
    },
  ];
}

/** The ConfigMaps that have to be there, by the fields that name them. */
export function configMapsOf(spec: LocustSpec): readonly Reference[] {
  const { configMapRef, mountExternalConfig, locustfile } = spec;
  return [
    ...(configMapRef
      ? [{ field: 'spec.configMapRef', name: configMapRef }]
      : []),
    ...(spec.env ?? []).flatMap(({ valueFrom }, index) => {
      const reference = valueFrom?.configMapKeyRef;
      return reference && !reference.optional
        ? [
            {
              field: `spec.env[${index}].valueFrom.configMapKeyRef`,
              name: reference.name,
              key: reference.key,
            },
          ]
        : [];
    }),
    ...(spec.envFrom ?? []).flatMap(({ configMapRef: reference }, index) =>
      reference && !reference.optional
        ? [
            {
              field: `spec.envFrom[${index}].configMapRef`,
              name: reference.name,
            },
          ]
        : [],
    ),
    ...(mountExternalConfig
      ? [
          {
            field: 'spec.mountExternalConfig.name',
            name: mountExternalConfig.name,
          },
        ]
      : []),
    ...(spec.mounts ?? []).flatMap(({ configMap }, index) =>
      configMap === undefined
        ? []
        : [{ field: `spec.mounts[${index}].configMap`, name: configMap }],
    ),
    ...(locustfile && 'configMap' in locustfile
      ? [
          {
            field: 'spec.locustfile',
            name: locustfile.configMap,
            key: locustfile.key ?? LOCUST_SPEC_DEFAULTS.locustfileKey,
            python: true,
          },
        ]
      : []),
  ];
}
