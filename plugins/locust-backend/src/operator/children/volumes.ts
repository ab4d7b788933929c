import type { LocustMountSource } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { locustfileConfigMap } from '../names';
import { LOCUSTFILE_FOLDER } from './environment';
import { folderItems } from './folderConfigMap';

/** Which pods of a run. */
export type Role = 'master' | 'worker';

/** A mount and its volume. */
export interface MountedVolume {
  readonly mount: {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: true;
  };
  readonly volume: { readonly name: string };
}

/** What the pods of a role have mounted. Volumes are named by the field they come from, so no two share a name. */
export function mountedVolumes(
  locust: LocustObject,
  role: Role,
): readonly MountedVolume[] {
  const { mountExternalConfig, mountExternalSecret, mounts } = locust.spec;
  return [
    ...(mountExternalConfig
      ? [
          readOnly('config', mountExternalConfig.mountPath, {
            configMap: { name: mountExternalConfig.name },
          }),
        ]
      : []),
    ...(mountExternalSecret
      ? [
          readOnly('secret', mountExternalSecret.mountPath, {
            secret: { secretName: mountExternalSecret.name },
          }),
        ]
      : []),
    ...(mounts ?? []).flatMap((mount, index) =>
      (mount.target ?? 'both') === 'both' || mount.target === role
        ? // The number in the resource's own list, so that master and workers have the same name for the same thing.
          [ofMount(mount, `mount-${index}`)]
        : [],
    ),
    ...locustfile(locust),
  ];
}

/** A volume that nobody writes to. */
export function readOnly(
  name: string,
  mountPath: string,
  source: object,
): MountedVolume {
  return {
    mount: { name, mountPath, readOnly: true },
    volume: { name, ...source },
  };
}

function ofMount(mount: LocustMountSource, name: string): MountedVolume {
  const { mountPath, configMap, secret, persistentVolumeClaim } = mount;
  if (persistentVolumeClaim !== undefined) {
    return {
      mount: { name, mountPath },
      volume: {
        name,
        ...{ persistentVolumeClaim: { claimName: persistentVolumeClaim } },
      },
    };
  }
  return readOnly(
    name,
    mountPath,
    secret === undefined
      ? { configMap: { name: configMap } }
      : { secret: { secretName: secret } },
  );
}

function locustfile(locust: LocustObject): readonly MountedVolume[] {
  const source = locust.spec.locustfile;
  if (!source) {
    return [];
  }
  const name = locustfileConfigMap(locust.metadata.name, source);
  return [
    readOnly('locustfile', LOCUSTFILE_FOLDER, {
      configMap: {
        name,
        ...('snapshot' in source && { items: folderItems(source.files) }),
      },
    }),
  ];
}
