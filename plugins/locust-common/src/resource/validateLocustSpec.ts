import { DurationError, parseDuration } from '../duration/parseDuration';
import { checkSchedule } from '../schedule/checkSchedule';
import { checkTimeZone } from '../schedule/timeZone';
import type { Problem } from '../schema/openapi';
import {
  asRecord,
  LOCUST_SPEC_DEFAULTS,
  mountParts,
  resolveSpellings,
} from './normalizeLocustSpec';
import { CommandError, splitCommand } from './splitCommand';

/** Where the engine mounts what it makes itself; mounts of the resource stay out of it. @public */
export const RESERVED_MOUNT_PATH = '/var/run/locust-qa.xyz';

/** Says what is wrong with a value that is there, or nothing. */
type Check = (value: unknown) => readonly Finding[] | string | undefined;

interface Finding {
  /** Appended to the field: `.name`, `[0]`. */
  readonly at: string;
  readonly message: string;
}

const CHECKS: Readonly<Record<string, Check>> = {
  workers: integer('the number of worker pods', 1, 10_000),
  image,
  imagePullSecret: objectName('Secret'),
  command,
  configMapRef: objectName('ConfigMap'),
  secretRef: objectName('Secret'),
  mountExternalConfig: mount('ConfigMap'),
  mountExternalSecret: mount('Secret'),
  runTime: value =>
    value === ''
      ? undefined
      : duration(
          'the run time',
          'or "" to run without a limit of its own',
        )(value),
  schedule: value =>
    typeof value === 'string'
      ? undefined
      : wrongType(value, 'a cron expression such as "0 3 * * *"'),
  timeZone: value =>
    typeof value === 'string'
      ? (value && checkTimeZone(value)) || undefined
      : wrongType(value, 'the name of a time zone such as Europe/Berlin'),
  suspend: boolean,
  concurrencyPolicy: value =>
    ['Forbid', 'Allow', 'Replace'].includes(value as string)
      ? undefined
      : `${shown(
          value,
        )} is not a concurrency policy; use Forbid (skip a run while one is going), Allow (run beside it) or Replace (stop the older one).`,
  startingDeadlineSeconds: integer(
    'how many seconds late a scheduled run may start',
    10,
    1_000_000_000,
  ),
  users: integer('the number of users', 1, 100_000_000),
  spawnRate: value =>
    typeof value === 'number' && value > 0 && value <= 1_000_000
      ? undefined
      : `${shown(
          value,
        )} is not a spawn rate; use a number of users per second above 0, such as 1 or 0.5.`,
  host: value =>
    typeof value === 'string' && /^[^\s]{1,2048}$/.test(value)
      ? undefined
      : `${shown(
          value,
        )} is not a host; use the base address of the system under test without spaces, such as https://shop.example.com.`,
  tags,
  excludeTags: tags,
  locustfile,
  workersReadyTimeout: duration('the time to wait for workers'),
  reporter: boolean,
  ttlAfterFinished: value =>
    value === 'never'
      ? undefined
      : duration(
          'the time a finished run stays',
          '0 to remove it at once, or never',
          0,
        )(value),
  stop: boolean,
};

/** Names of all fields of the spec. */
export const LOCUST_SPEC_FIELDS: readonly string[] = Object.keys(CHECKS);

/**
 * Checks a spec as a person wrote it, both spellings of a field included. Takes anything and never throws.
 *
 * @returns every problem with the path of its field; each message says what was refused, why, and what would be
 * accepted. None: the engine will run it.
 * @public
 */
export function validateLocustSpec(spec: unknown): readonly Problem[] {
  if (spec === undefined || spec === null) {
    // All fields are optional, so an empty spec is one.
    return [];
  }
  if (!asRecord(spec)) {
    return [
      {
        field: 'spec',
        message: wrongType(spec, 'fields such as workers, image and runTime'),
      },
    ];
  }
  const given = resolveSpellings(spec);
  return [
    ...Object.entries(given).flatMap(([name, value]) =>
      checkField(name, value),
    ),
    ...checkTogether(given),
  ];
}

function checkField(name: string, value: unknown): readonly Problem[] {
  const field = `spec.${name}`;
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (!check) {
    return [
      {
        field,
        message: `There is no field ${name}; the fields are ${LOCUST_SPEC_FIELDS.join(
          ', ',
        )}.`,
      },
    ];
  }
  const found = check(value) ?? [];
  return typeof found === 'string'
    ? [{ field, message: found }]
    : found.map(({ at, message }) => ({ field: `${field}${at}`, message }));
}

/** What concerns more than one field. */
function checkTogether(
  given: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const { schedule, timeZone } = given;
  if (typeof schedule === 'string' && schedule !== '') {
    // The zone has a field of its own to be reported on.
    const zone =
      typeof timeZone === 'string' && !checkTimeZone(timeZone)
        ? timeZone
        : undefined;
    const message = checkSchedule(schedule, zone);
    if (message) {
      problems.push({ field: 'spec.schedule', message });
    }
  }
  const config = mountParts(given.mountExternalConfig);
  const secret = mountParts(given.mountExternalSecret);
  if (config.name !== undefined && config.name === secret.name) {
    problems.push({
      field: 'spec.mountExternalSecret.name',
      message: `The ConfigMap and the Secret to mount are both named ${shown(
        config.name,
      )}; the two names have to differ, so rename one of the objects.`,
    });
  }
  if (
    typeof config.mountPath === 'string' &&
    typeof secret.mountPath === 'string' &&
    withoutSlash(config.mountPath) === withoutSlash(secret.mountPath)
  ) {
    problems.push({
      field: 'spec.mountExternalSecret.mountPath',
      message: `The ConfigMap and the Secret are both to be mounted at ${shown(
        config.mountPath,
      )}; give each a folder of its own.`,
    });
  }
  if (given.locustfile !== undefined && namesLocustfile(given.command)) {
    problems.push({
      field: 'spec.command',
      message:
        'The command names a locustfile (-f) and the field locustfile gives another, which would be ignored; remove one of the two.',
    });
  }
  return problems;
}

function namesLocustfile(value: unknown): boolean {
  try {
    return (
      typeof value === 'string' &&
      splitCommand(value).some(word => /^(-f|--locustfile(=.*)?)$/.test(word))
    );
  } catch {
    return false;
  }
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

function image(value: unknown): string | undefined {
  return typeof value === 'string' && /^[^\s]{1,512}$/.test(value)
    ? undefined
    : `${shown(
        value,
      )} is not the name of an image; use one such as locustio/locust:2.47.0.`;
}

function command(value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return wrongType(value, 'a command such as "locust -f /mnt/locustfile.py"');
  }
  try {
    splitCommand(value);
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) {
      return error.message;
    }
    throw error;
  }
}

function integer(what: string, min: number, max: number): Check {
  return value =>
    Number.isInteger(value) &&
    (value as number) >= min &&
    (value as number) <= max
      ? undefined
      : `${shown(
          value,
        )} is not accepted as ${what}; use a whole number from ${min} to ${max}.`;
}

function boolean(value: unknown): string | undefined {
  return typeof value === 'boolean'
    ? undefined
    : `${shown(value)} is neither true nor false; use one of the two.`;
}

function duration(what: string, also?: string, min = 1): Check {
  return value => {
    const otherwise = also ? `, ${also}` : '';
    if (
      typeof value !== 'string' &&
      !(Number.isInteger(value) && (value as number) >= 0)
    ) {
      return `${shown(
        value,
      )} is not accepted as ${what}; write it as 300, 300s, 20m, 3h or 1h30m${otherwise}.`;
    }
    try {
      return parseDuration(value as string | number) < min
        ? `${shown(
            value,
          )} is too short for ${what}; write at least ${min}s${otherwise}.`
        : undefined;
    } catch (error) {
      if (error instanceof DurationError) {
        return `${error.message.replace(/\.$/, '')}${otherwise}.`;
      }
      throw error;
    }
  };
}

const OBJECT_NAME =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function objectName(kind: string): Check {
  return value =>
    typeof value === 'string' && value.length <= 253 && OBJECT_NAME.test(value)
      ? undefined
      : `${shown(
          value,
        )} is not the name of a ${kind}; names are lower case letters, digits, dashes and dots, such as my-${kind.toLowerCase()}.`;
}

function mount(kind: string): Check {
  return value => {
    if (!asRecord(value)) {
      return wrongType(value, 'mountPath and name');
    }
    const { mountPath, name } = mountParts(value);
    const findings: Finding[] = [];
    const nameProblem =
      name === undefined || name === null
        ? `The name of the ${kind} to mount is missing; add name.`
        : (objectName(kind)(name) as string | undefined);
    if (nameProblem) {
      findings.push({ at: '.name', message: nameProblem });
    }
    const pathProblem = mountPathProblem(mountPath);
    if (pathProblem) {
      findings.push({ at: '.mountPath', message: pathProblem });
    }
    return findings;
  };
}

function mountPathProblem(path: unknown): string | undefined {
  const accepted = 'use an absolute path such as /mnt/locust';
  if (path === undefined || path === null) {
    return `The folder to mount at is missing; ${accepted} as mountPath.`;
  }
  if (typeof path !== 'string' || !path.startsWith('/')) {
    return `${shown(path)} is not an absolute path; ${accepted}.`;
  }
  if (path.includes(':') || path.split('/').includes('..')) {
    return `${shown(
      path,
    )} holds ":" or "..", which Kubernetes refuses; ${accepted}.`;
  }
  if (withoutSlash(path) === '') {
    return `Mounting at / would hide the whole image; ${accepted}.`;
  }
  if (`${path}/`.startsWith(`${RESERVED_MOUNT_PATH}/`)) {
    return `${RESERVED_MOUNT_PATH} belongs to the engine; ${accepted}.`;
  }
  return undefined;
}

function tags(value: unknown): readonly Finding[] | string {
  if (!Array.isArray(value)) {
    return wrongType(value, 'a list of tags such as [checkout, search]');
  }
  return value.flatMap((tag, index) =>
    // The list travels to Locust in brackets, separated by commas.
    typeof tag === 'string' && /^[^\s,[\]]+$/.test(tag) && !tag.startsWith('-')
      ? []
      : [
          {
            at: `[${index}]`,
            message: `${shown(
              tag,
            )} is not a tag; use a word without spaces, commas and brackets that does not begin with a dash.`,
          },
        ],
  );
}

/** An object in etcd takes 1.5 MiB with everything; Kubernetes refuses ConfigMaps above 1 MiB. */
const LARGEST_INLINE_BYTES = 900 * 1024;

function locustfile(value: unknown): readonly Finding[] | string | undefined {
  const source = asRecord(value);
  if (!source) {
    return wrongType(value, 'either inline (Python text) or configMap and key');
  }
  const { inline, configMap, key } = source;
  const unknown = Object.keys(source).find(
    name => !['inline', 'configMap', 'key'].includes(name),
  );
  if (unknown) {
    return [
      {
        at: `.${unknown}`,
        message: `There is no field ${unknown}; use inline, or configMap and key.`,
      },
    ];
  }
  if ((inline === undefined) === (configMap === undefined)) {
    return `A locustfile comes from one place; give either inline (Python text) or configMap, not ${
      inline === undefined ? 'none' : 'both'
    }.`;
  }
  if (inline !== undefined) {
    return inlineProblem(inline, key);
  }
  const nameProblem = objectName('ConfigMap')(configMap) as string | undefined;
  if (nameProblem) {
    return [{ at: '.configMap', message: nameProblem }];
  }
  return key === undefined ||
    (typeof key === 'string' && /^[-._a-zA-Z0-9]{1,250}\.py$/.test(key))
    ? undefined
    : [
        {
          at: '.key',
          message: `${shown(
            key,
          )} is not the key of a Python file; use one that ends in .py, or leave it out for ${
            LOCUST_SPEC_DEFAULTS.locustfileKey
          }.`,
        },
      ];
}

function inlineProblem(inline: unknown, key: unknown): readonly Finding[] {
  if (typeof inline !== 'string' || inline.trim() === '') {
    return [
      {
        at: '.inline',
        message:
          'The locustfile is empty; write Python that defines at least one User class.',
      },
    ];
  }
  if (new TextEncoder().encode(inline).length > LARGEST_INLINE_BYTES) {
    return [
      {
        at: '.inline',
        message: `The locustfile is larger than ${
          LARGEST_INLINE_BYTES / 1024
        } KiB, more than a ConfigMap can hold; put it into the image instead.`,
      },
    ];
  }
  return key === undefined
    ? []
    : [
        {
          at: '.key',
          message:
            'A key belongs to a ConfigMap, not to an inline locustfile; remove it.',
        },
      ];
}

function wrongType(value: unknown, accepted: string): string {
  return `${shown(value)} is not accepted here; use ${accepted}.`;
}

/** A value as a person would recognise it, short. */
function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
