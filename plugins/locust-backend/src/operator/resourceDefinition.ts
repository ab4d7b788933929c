import { readFile } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';
import type { KubeClient } from '../kube/client/KubeClient';
import { CUSTOM_RESOURCE_DEFINITIONS } from '../kube/ResourceTypes';

/** The definition of the `Locust` resource that this version of the plugin was made for. */
export async function readResourceDefinition(): Promise<unknown> {
  const file = resolvePackagePath(
    'backstage-plugin-locust-backend',
    'manifests/crd.yaml',
  );
  return parse(await readFile(file, 'utf8'));
}

/** Installs the definition, or brings an older one (the original's too) up to date. The same again changes nothing. */
export async function installResourceDefinition(
  client: KubeClient,
  signal: AbortSignal,
): Promise<void> {
  await client.apply(
    CUSTOM_RESOURCE_DEFINITIONS,
    await readResourceDefinition(),
    // The original's definition was applied by other means, whose fields we take over.
    { force: true, signal },
  );
}
