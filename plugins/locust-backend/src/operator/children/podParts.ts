import {
  LOCUST_SPEC_DEFAULTS,
  RESERVED_MOUNT_PATH,
  splitCommand,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { locustfileName } from '../names';

/** The container that Locust runs in, on masters and workers; the run ends when it does. */
export const LOCUST_CONTAINER = 'locust';

const LOCUSTFILE_FOLDER = `${RESERVED_MOUNT_PATH}/locustfile`;

export interface EnvVar {
  readonly name: string;
  readonly value: string;
}

/** What master and workers have in common: image, command, environment, mounts. */
export interface PodParts {
  readonly container: {
    readonly name: string;
    readonly image: string;
    readonly command?: readonly string[];
    readonly envFrom?: readonly object[];
    readonly volumeMounts: readonly object[];
  };
  /** Settings that workers need too; what would make a worker of an old Locust exit is not among them. */
  readonly env: readonly EnvVar[];
  readonly imagePullSecrets?: readonly object[];
  readonly volumes: readonly object[];
}

/** For a spec that has been found valid. */
export function podParts(locust: LocustObject, image: string): PodParts {
  const { spec } = locust;
  const mounts = [
    ...mountOf(
      'config',
      spec.mountExternalConfig?.mountPath,
      spec.mountExternalConfig && {
        configMap: { name: spec.mountExternalConfig.name },
      },
    ),
    ...mountOf(
      'secret',
      spec.mountExternalSecret?.mountPath,
      spec.mountExternalSecret && {
        secret: { secretName: spec.mountExternalSecret.name },
      },
    ),
    ...locustfileMount(locust),
  ];
  const command = spec.command ? splitCommand(spec.command) : [];
  // Later entries win where both have a key: ConfigMap over Secret, as the original had it.
  const envFrom = [
    ...(spec.secretRef ? [{ secretRef: { name: spec.secretRef } }] : []),
    ...(spec.configMapRef
      ? [{ configMapRef: { name: spec.configMapRef } }]
      : []),
  ];
  return {
    container: {
      name: LOCUST_CONTAINER,
      image: spec.image ?? image,
      ...(command.length > 0 && { command }),
      ...(envFrom.length > 0 && { envFrom }),
      volumeMounts: mounts.map(it => it.mount),
    },
    env: [
      ...envVar('LOCUST_HOST', spec.host),
      ...envVar('LOCUST_TAGS', list(spec.tags)),
      ...envVar('LOCUST_EXCLUDE_TAGS', list(spec.excludeTags)),
      ...envVar('LOCUST_LOCUSTFILE', locustfilePath(locust)),
    ],
    ...(spec.imagePullSecret && {
      imagePullSecrets: [{ name: spec.imagePullSecret }],
    }),
    volumes: mounts.map(it => it.volume),
  };
}

export function envVar(
  name: string,
  value: string | number | undefined,
): readonly EnvVar[] {
  return value === undefined ? [] : [{ name, value: String(value) }];
}

/** A read-only mount and its volume. */
export function mountOf(
  name: string,
  mountPath: string | undefined,
  source: object | undefined,
): readonly { readonly mount: object; readonly volume: object }[] {
  return mountPath !== undefined && source
    ? [
        {
          mount: { name, mountPath, readOnly: true },
          volume: { name, ...source },
        },
      ]
    : [];
}

function locustfileMount(locust: LocustObject) {
  const source = locust.spec.locustfile;
  if (!source) {
    return [];
  }
  const name =
    'inline' in source
      ? locustfileName(locust.metadata.name, source.inline)
      : source.configMap;
  return mountOf('locustfile', LOCUSTFILE_FOLDER, { configMap: { name } });
}

function locustfilePath({ spec }: LocustObject): string | undefined {
  if (!spec.locustfile) {
    return undefined;
  }
  const key = 'inline' in spec.locustfile ? undefined : spec.locustfile.key;
  return `${LOCUSTFILE_FOLDER}/${key ?? LOCUST_SPEC_DEFAULTS.locustfileKey}`;
}

/** Options that take several values are written as a list in brackets: ConfigArgParse's syntax for environment variables. */
function list(values: readonly string[] | undefined): string | undefined {
  return values && values.length > 0 ? `[${values.join(',')}]` : undefined;
}
