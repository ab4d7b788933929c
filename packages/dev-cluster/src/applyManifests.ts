import { readFile } from 'node:fs/promises';
import {
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/**
 * A Kubernetes object as one would apply it.
 *
 * @public
 */
export type Manifest = KubernetesObject;

const FIELD_MANAGER = 'dev-cluster';

/**
 * Applies manifests as `kubectl apply --server-side --force-conflicts` does, in the order given.
 *
 * @param source - each the path of a YAML file (of any number of documents) or an object
 * @throws what the cluster refused, with the object's kind and name
 * @public
 */
export async function applyManifests(
  kubeconfigPath: string,
  source: readonly (string | Manifest)[],
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigPath);
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const item of source) {
    const manifests =
      typeof item === 'string'
        ? parseManifests(await readFile(item, 'utf8'), item)
        : [item];
    for (const manifest of manifests) {
      await applyOne(api, manifest);
    }
  }
}

/** Decodes a YAML file of manifests; empty documents do not count. */
export function parseManifests(
  text: string,
  fileName: string,
): readonly Manifest[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors.length > 0) {
      throw new Error(`${fileName}: ${document.errors[0].message}`);
    }
    const manifest: unknown = document.toJS();
    if (manifest === null || manifest === undefined) {
      return [];
    }
    if (!isManifest(manifest)) {
      throw new Error(
        `${fileName} holds a document that is no Kubernetes object: apiVersion, kind and metadata.name are needed`,
      );
    }
    return [manifest];
  });
}

async function applyOne(api: KubernetesObjectApi, manifest: Manifest) {
  try {
    await api.patch(
      manifest,
      undefined,
      undefined,
      FIELD_MANAGER,
      true,
      PatchStrategy.ServerSideApply,
    );
  } catch (error) {
    throw new Error(
      `${manifest.kind} ${manifest.metadata?.name} could not be applied: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}

function isManifest(value: unknown): value is Manifest {
  const { apiVersion, kind, metadata } = Object(value) as Manifest;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof metadata?.name === 'string'
  );
}
