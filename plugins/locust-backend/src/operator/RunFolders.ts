import {
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
} from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { CONFIG_MAPS } from '../kube/ResourceTypes';
import type {
  LocustfileFolders,
  LocustfileSnapshot,
} from '../runs/LocustfileSnapshot';
import { snapshotHash } from '../runs/snapshotHash';
import { folderIn } from './children/folderConfigMap';
import type { LocustObject } from './LocustObject';
import { locustfileConfigMap } from './names';
import { isOwnedBy } from './observed/decodeMetadata';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>> | null;
  readonly binaryData?: Readonly<Record<string, string>> | null;
}

/**
 * The folders that resources name by their hash. They come from the history, where they are before a resource that
 * names them is written; what it does not have any more may still be in the ConfigMap that was made of it.
 */
export class RunFolders {
  constructor(
    private readonly client: KubeClient,
    private readonly kept: LocustfileFolders | undefined,
  ) {}

  /**
   * The folder of a spec, as the hash in it says; undefined where it names none, or one that is nowhere.
   *
   * @param spec - the resource's own, or the one that a run has started with
   */
  async of(
    locust: LocustObject,
    { locustfile }: LocustSpec,
    signal: AbortSignal,
  ): Promise<LocustfileSnapshot | undefined> {
    if (!locustfile || !('snapshot' in locustfile)) {
      return undefined;
    }
    const { snapshot, files } = locustfile;
    let away: unknown;
    try {
      const kept = await this.kept?.read(snapshot);
      if (kept) {
        return kept;
      }
    } catch (error) {
      // A database that is away must not hold up the runs of a schedule, whose ConfigMap is there.
      away = error;
    }
    const configMap = await this.configMap(
      locust,
      locustfileConfigMap(locust.metadata.name, locustfile),
      signal,
    );
    const found = configMap && {
      main: LOCUST_SPEC_DEFAULTS.locustfileKey,
      ...folderIn(configMap, files),
    };
    if (found && snapshotHash(found) === snapshot) {
      return found;
    }
    if (away !== undefined) {
      throw away;
    }
    return undefined;
  }

  private async configMap(
    { metadata: { namespace, uid } }: LocustObject,
    name: string,
    signal: AbortSignal,
  ): Promise<ConfigMap | undefined> {
    try {
      const found = await this.client.get<ConfigMap>(
        CONFIG_MAPS,
        { namespace, name },
        { signal },
      );
      return isOwnedBy(found, uid) ? found : undefined;
    } catch (error) {
      if (isFailure(error, 'notFound', 'forbidden')) {
        return undefined;
      }
      throw error;
    }
  }
}
