import { type LocustRole, splitCommand } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import {
  environmentSources,
  type EnvVar,
  LOCUSTFILE_FOLDER,
} from './environment';
import {
  completedResources,
  containerRestriction,
  type PodRestriction,
  wholePodRestriction,
} from './podRestriction';
import type { MountedVolume, Role } from './volumes';

/** The container that Locust runs in, on masters and workers; the run ends when it does. */
export const LOCUST_CONTAINER = 'locust';

/** What differs between the pods of a run. */
export interface PodOptions {
  readonly role: Role;
  /** For resources that name none. */
  readonly image: string;
  /** The engine's own arguments, before those of the resource. */
  readonly args: readonly string[];
  readonly env: readonly EnvVar[];
  readonly volumes: readonly MountedVolume[];
  /** Undefined: nothing but what the resource says. */
  readonly restriction: PodRestriction | undefined;
}

/** What a role's pods are told by the resource about themselves. */
export function roleOf({ spec }: LocustObject, role: Role): LocustRole {
  return spec[role] ?? {};
}

/** The container of a run's pods. For a spec that has been found valid. */
export function locustContainer(locust: LocustObject, options: PodOptions) {
  const { spec } = locust;
  const { restriction } = options;
  const { extraArgs = [], resources: given } = roleOf(locust, options.role);
  const resources = restriction
    ? completedResources(given ?? {}, restriction.resources)
    : given;
  const command = spec.command ? splitCommand(spec.command) : [];
  const envFrom = environmentSources(spec);
  return {
    name: LOCUST_CONTAINER,
    image: spec.image ?? options.image,
    ...(command.length > 0 && { command }),
    args: [...options.args, ...extraArgs],
    // As where it was written: data opens by its path in the folder, and a module may be imported in the middle of a run.
    ...(spec.locustfile &&
      'snapshot' in spec.locustfile && { workingDir: LOCUSTFILE_FOLDER }),
    ...(envFrom.length > 0 && { envFrom }),
    ...(options.env.length > 0 && { env: options.env }),
    ...(resources && { resources }),
    ...(restriction && containerRestriction()),
    volumeMounts: options.volumes.map(it => it.mount),
  };
}

/** The rest of the pod: its volumes, where it may run and as whom. */
export function podSettings(locust: LocustObject, options: PodOptions) {
  const { imagePullSecret } = locust.spec;
  const { nodeSelector, tolerations, affinity, serviceAccountName } = roleOf(
    locust,
    options.role,
  );
  return {
    volumes: options.volumes.map(it => it.volume),
    ...(imagePullSecret && { imagePullSecrets: [{ name: imagePullSecret }] }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
    ...(affinity && { affinity }),
    ...(serviceAccountName && { serviceAccountName }),
    ...(options.restriction && wholePodRestriction(options.restriction)),
  };
}
