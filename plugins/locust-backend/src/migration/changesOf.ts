import { type Change, NOTHING } from './Change';

/** As deep as this looks into manifests that others have written. */
interface PodTemplate {
  readonly spec?: {
    readonly activeDeadlineSeconds?: number;
    readonly containers?: readonly {
      readonly image?: string;
      readonly command?: readonly string[];
      readonly args?: readonly string[];
      readonly env?: readonly { readonly name: string }[];
      readonly envFrom?: readonly unknown[];
      readonly ports?: readonly { readonly hostPort?: number }[];
      readonly volumeMounts?: readonly { readonly mountPath: string }[];
    }[];
  };
}

interface JobSpec {
  readonly activeDeadlineSeconds?: number;
  readonly template?: PodTemplate;
}

interface CronJobSpec {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly jobTemplate?: { readonly spec?: JobSpec };
}

/** What of a CronJob would be another once it is the engine's. */
export function cronJobChanges(
  now: CronJobSpec | undefined,
  then: CronJobSpec | undefined,
): readonly Change[] {
  return [
    ...change('schedule', now?.schedule, then?.schedule),
    ...change(
      'time zone',
      now?.timeZone ?? "the controller manager's",
      then?.timeZone,
    ),
    ...change('suspended', now?.suspend ?? false, then?.suspend ?? false),
    ...jobChanges(now?.jobTemplate?.spec, then?.jobTemplate?.spec),
  ];
}

/**
 * What of a master Job would be another. Variables are named and never shown: their values may be secret.
 */
export function jobChanges(
  now: JobSpec | undefined,
  then: JobSpec | undefined,
): readonly Change[] {
  const [was] = now?.template?.spec?.containers ?? [];
  const [will] = then?.template?.spec?.containers ?? [];
  return [
    ...change('image', was?.image, will?.image),
    ...change('command', was?.command, will?.command),
    ...change('arguments', was?.args, will?.args),
    ...change(
      'variables',
      was?.env?.map(({ name }) => name).sort(),
      will?.env?.map(({ name }) => name).sort(),
    ),
    ...change(
      'variables from ConfigMaps and Secrets',
      was?.envFrom?.map(sourceName),
      will?.envFrom?.map(sourceName),
    ),
    ...change(
      'mounts',
      was?.volumeMounts?.map(it => it.mountPath).sort(),
      will?.volumeMounts?.map(it => it.mountPath).sort(),
    ),
    ...change(
      'ports of the node',
      was?.ports?.flatMap(it => it.hostPort ?? []),
      will?.ports?.flatMap(it => it.hostPort ?? []),
    ),
    ...change(
      'deadline of the Job in seconds',
      now?.activeDeadlineSeconds,
      then?.activeDeadlineSeconds,
    ),
  ];
}

function sourceName(source: unknown): string {
  const { configMapRef, secretRef } = source as {
    readonly configMapRef?: { readonly name?: string };
    readonly secretRef?: { readonly name?: string };
  };
  return secretRef
    ? `Secret ${secretRef.name}`
    : `ConfigMap ${configMapRef?.name}`;
}

function change(what: string, now: unknown, then: unknown): readonly Change[] {
  const [was, will] = [inWords(now), inWords(then)];
  return was === will ? [] : [{ what, now: was, then: will }];
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? NOTHING : value.join(' ');
  }
  return value === undefined ? NOTHING : String(value);
}
