import type { Problem } from '../schema/openapi';
import type {
  ConcurrencyPolicy,
  LocustfileSource,
  LocustMount,
  LocustSpec,
} from './LocustResource';

/** The values that a field not given stands for. @public */
export const LOCUST_SPEC_DEFAULTS = {
  workers: 1,
  runTime: '5m',
  workersReadyTimeout: '5m',
  timeZone: 'UTC',
  concurrencyPolicy: 'Forbid',
  locustfileKey: 'locustfile.py',
} as const;

/**
 * Spellings that the README of the original operator used, while its CRD dropped them. They are fields of the CRD
 * here too, and mean the camelCase ones.
 */
export const SNAKE_CASE_SPELLINGS: Readonly<Record<string, keyof LocustSpec>> =
  {
    mount_external_config: 'mountExternalConfig',
    mount_external_secret: 'mountExternalSecret',
    run_time: 'runTime',
  };

/**
 * Reads a spec as it came: the other spellings resolved (camelCase wins), a run time given as a number turned into
 * text. Values of a wrong type are left out, as is everything unknown; {@link validateLocustSpec} tells of them.
 * Never throws.
 *
 * @public
 */
export function normalizeLocustSpec(spec: unknown): LocustSpec {
  const given = resolveSpellings(spec);
  return withoutUndefined({
    workers: asNumber(given.workers),
    image: asString(given.image),
    imagePullSecret: asString(given.imagePullSecret),
    command: asString(given.command),
    configMapRef: asString(given.configMapRef),
    secretRef: asString(given.secretRef),
    mountExternalConfig: asMount(given.mountExternalConfig),
    mountExternalSecret: asMount(given.mountExternalSecret),
    runTime: asDuration(given.runTime),
    schedule: asString(given.schedule),
    timeZone: asString(given.timeZone),
    suspend: asBoolean(given.suspend),
    concurrencyPolicy: asString(given.concurrencyPolicy) as
      | ConcurrencyPolicy
      | undefined,
    startingDeadlineSeconds: asNumber(given.startingDeadlineSeconds),
    users: asNumber(given.users),
    spawnRate: asNumber(given.spawnRate),
    host: asString(given.host),
    tags: asStrings(given.tags),
    excludeTags: asStrings(given.excludeTags),
    locustfile: asLocustfile(given.locustfile),
    workersReadyTimeout: asDuration(given.workersReadyTimeout),
    reporter: asBoolean(given.reporter),
    ttlAfterFinished: asDuration(given.ttlAfterFinished),
    stop: asBoolean(given.stop),
  });
}

/**
 * What is odd about a spec without being a reason to refuse it: a field given in both spellings with different
 * values, of which one is ignored.
 *
 * @public
 */
export function locustSpecWarnings(spec: unknown): readonly Problem[] {
  const given = asRecord(spec) ?? {};
  return Object.entries(SNAKE_CASE_SPELLINGS).flatMap(([snake, camel]) => {
    const differs =
      isGiven(given[snake], camel) &&
      isGiven(given[camel], camel) &&
      JSON.stringify(canonical(given[snake])) !==
        JSON.stringify(canonical(given[camel]));
    return differs
      ? [
          {
            field: `spec.${snake}`,
            message: `${snake} says something else than ${camel} and is ignored; remove one of the two.`,
          },
        ]
      : [];
  });
}

/** The fields with camelCase names, values as they came. */
export function resolveSpellings(
  spec: unknown,
): Readonly<Record<string, unknown>> {
  const given = asRecord(spec) ?? {};
  // A Map, for assigning to "__proto__" would not make a key.
  const resolved = new Map<string, unknown>();
  for (const [name, value] of Object.entries(given)) {
    const camel = Object.hasOwn(SNAKE_CASE_SPELLINGS, name)
      ? SNAKE_CASE_SPELLINGS[name]
      : name;
    if (
      isGiven(value, camel) &&
      (camel === name || !isGiven(given[camel], camel))
    ) {
      resolved.set(camel, value);
    }
  }
  return Object.fromEntries(resolved);
}

/** The parts of a mount, `mount_path` being the snake_case spelling of its path. */
export function mountParts(value: unknown): {
  readonly mountPath: unknown;
  readonly name: unknown;
} {
  const mount = asRecord(value) ?? {};
  return { mountPath: mount.mountPath ?? mount.mount_path, name: mount.name };
}

export function asRecord(
  value: unknown,
): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function canonical(value: unknown): unknown {
  const mount = asRecord(value);
  return mount ? mountParts(mount) : String(value);
}

const EMPTY_MEANS_NOT_GIVEN: ReadonlySet<string> = new Set([
  'image',
  'imagePullSecret',
  'command',
  'configMapRef',
  'secretRef',
  'schedule',
  'timeZone',
  'host',
]);

/**
 * null is what YAML gives for a key without a value, and templates leave empty texts and objects for what is not
 * used; the original took all of them as not given. An empty run time means something: no limit.
 */
function isGiven(value: unknown, field: string): boolean {
  if (value === undefined || value === null) {
    return false;
  }
  if (value === '') {
    return !EMPTY_MEANS_NOT_GIVEN.has(field);
  }
  return !(
    field.startsWith('mountExternal') &&
    typeof value === 'object' &&
    Object.keys(value).length === 0
  );
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as T;
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function asDuration(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asString(value);
}

function asStrings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(it => typeof it === 'string')
    ? value
    : undefined;
}

function asMount(value: unknown): LocustMount | undefined {
  const { mountPath, name } = mountParts(value);
  return typeof mountPath === 'string' && typeof name === 'string'
    ? { mountPath, name }
    : undefined;
}

function asLocustfile(value: unknown): LocustfileSource | undefined {
  const source = asRecord(value);
  if (typeof source?.inline === 'string') {
    return { inline: source.inline };
  }
  if (typeof source?.configMap === 'string') {
    return withoutUndefined({
      configMap: source.configMap,
      key: asString(source.key),
    });
  }
  return undefined;
}
