import { formatDuration } from '../duration/formatDuration';
import { parseDuration } from '../duration/parseDuration';
import { tryDuration } from '../duration/tryDuration';
import { FIELD_SETTINGS } from '../resource/reservedNames';
import { anyOf, shown } from '../resource/fields/shown';
import type { LocustSpec } from '../resource/LocustSpec';
import { optionOf } from '../resource/spec/roleFields';
import { LOCUST_SPEC_DEFAULTS } from '../resource/normalizeLocustSpec';
import { wordsOf } from '../resource/splitCommand';
import type { Guardrails, Problem } from '../schema/openapi';
import { parseImagePattern, parseImageReference } from './ImageReference';
import { matchesName } from './namePatterns';
import { hostNameOf, sensitiveHost } from './targetHost';

const ASK = 'or ask the platform team for more';

/** Where a run gets names from that guardrails have patterns for. */
type NamedKind = 'secrets' | 'configMaps' | 'volumes' | 'serviceAccounts';

const KINDS: Readonly<Record<NamedKind, string>> = {
  secrets: 'Secret',
  configMaps: 'ConfigMap',
  volumes: 'PersistentVolumeClaim',
  serviceAccounts: 'ServiceAccount',
};

/**
 * What of a spec goes beyond what the platform team allows where it is to run. Specs that are not valid are judged by
 * what can be read of them.
 *
 * Of what a locustfile does by itself nothing is known here: it may call any host, and its load shape may start any
 * number of users.
 *
 * @param spec - normalized
 * @returns each problem with the path of its field; each message says what was refused and what would be accepted
 * @public
 */
export function guardrailProblems(
  spec: LocustSpec,
  guardrails: Guardrails,
): readonly Problem[] {
  return [
    ...imageProblems(spec, guardrails),
    ...workerProblems(spec, guardrails),
    ...userProblems(spec, guardrails),
    ...runTimeProblems(spec, guardrails),
    ...hostProblems(spec, guardrails),
    ...nameProblems(spec, guardrails),
    ...customProblems(spec, guardrails),
  ];
}

/**
 * What of a changed spec goes beyond the guardrails and did not before: what was there, made with kubectl perhaps, is
 * not refused to whoever changes something else.
 *
 * @param spec - normalized
 * @param before - normalized
 * @public
 */
export function newGuardrailProblems(
  spec: LocustSpec,
  before: LocustSpec,
  guardrails: Guardrails,
): readonly Problem[] {
  const known = new Set(
    guardrailProblems(before, guardrails).map(it => it.message),
  );
  return guardrailProblems(spec, guardrails).filter(
    ({ message }) => !known.has(message),
  );
}

/** An image that is not named is the configured one, which is nobody's choice. */
function imageProblems(
  { image }: LocustSpec,
  { images }: Guardrails,
): readonly Problem[] {
  if (image === undefined || images === undefined) {
    return [];
  }
  const parsed = parseImageReference(image);
  if (!parsed) {
    return [
      {
        field: 'spec.image',
        message: `${shown(
          image,
        )} is not the name of an image; use one such as locustio/locust:2.47.0.`,
      },
    ];
  }
  return images.some(pattern => parseImagePattern(pattern)?.matches(parsed))
    ? []
    : [
        {
          field: 'spec.image',
          message: `${shown(image)} is not allowed here; use ${accepted(
            images,
            'the image that is used where none is named',
          )}.`,
        },
      ];
}

function workerProblems(
  { workers = LOCUST_SPEC_DEFAULTS.workers }: LocustSpec,
  { maxWorkers }: Guardrails,
): readonly Problem[] {
  return maxWorkers !== undefined && workers > maxWorkers
    ? [
        {
          field: 'spec.workers',
          message: `${workers} workers are more than may be used here; use ${maxWorkers} or fewer, ${ASK}.`,
        },
      ]
    : [];
}

function userProblems(
  spec: LocustSpec,
  { maxUsers }: Guardrails,
): readonly Problem[] {
  if (maxUsers === undefined) {
    return [];
  }
  if (spec.users !== undefined) {
    return spec.users > maxUsers
      ? [
          {
            field: 'spec.users',
            message: `${spec.users} users are more than may be simulated here; use ${maxUsers} or fewer, ${ASK}.`,
          },
        ]
      : [];
  }
  const source = otherSourceOfUsers(spec);
  return source === undefined
    ? []
    : [
        {
          field: 'spec.users',
          message: `${source} may say how many users there are, and here at most ${maxUsers} are allowed; say it with the field users instead.`,
        },
      ];
}

/** What beside its field may set the number of users. */
function otherSourceOfUsers(spec: LocustSpec): string | undefined {
  const { variable, option, short } = FIELD_SETTINGS.find(
    it => it.field === 'users',
  )!;
  const sets = (word: string) =>
    optionOf(word, [option, '--config']) !== undefined ||
    word.startsWith(short);
  const variables = [variable, 'LOCUST_CONFIG'];
  if (wordsOf(spec.command).some(sets)) {
    return 'The command';
  }
  if (
    [spec.master, spec.worker].some(role => (role?.extraArgs ?? []).some(sets))
  ) {
    return 'An option in extraArgs';
  }
  const named = spec.env?.find(it => variables.includes(it.name));
  if (named) {
    return `The variable ${named.name}`;
  }
  if (
    spec.configMapRef !== undefined ||
    spec.secretRef !== undefined ||
    (spec.envFrom?.length ?? 0) > 0
  ) {
    return 'Variables that come from a ConfigMap or Secret';
  }
  return undefined;
}

function runTimeProblems(
  { runTime = LOCUST_SPEC_DEFAULTS.runTime }: LocustSpec,
  { maxRunTime }: Guardrails,
): readonly Problem[] {
  if (maxRunTime === undefined) {
    return [];
  }
  if (runTime === '') {
    return [
      {
        field: 'spec.runTime',
        message: `A run without a run time goes on until its test ends it, and here a run may take ${maxRunTime}; give a run time of ${maxRunTime} or less.`,
      },
    ];
  }
  const seconds = tryDuration(runTime);
  return seconds !== undefined && seconds > parseDuration(maxRunTime)
    ? [
        {
          field: 'spec.runTime',
          message: `${formatDuration(
            seconds,
          )} is longer than a run may take here; use ${maxRunTime} or less, ${ASK}.`,
        },
      ]
    : [];
}

/**
 * What somebody at a form hardly means by a system under test: the pod itself, where clouds hand out credentials, the
 * cluster's own API. For what is applied with kubectl only a rule about hosts says so.
 *
 * @param spec - normalized
 * @public
 */
export function sensitiveHostProblems(
  spec: LocustSpec,
  { targetHosts = [] }: Guardrails,
): readonly Problem[] {
  const name = spec.host === undefined ? undefined : hostNameOf(spec.host);
  const sensitive = name && sensitiveHost(name);
  return sensitive && !matchesName(targetHosts, name)
    ? [
        {
          field: 'spec.host',
          message: `${shown(
            spec.host,
          )} is ${sensitive}, not a system under test; use ${
            targetHosts.length > 0
              ? anyOf(targetHosts)
              : 'the address of the service that you want to test'
          }.`,
        },
      ]
    : [];
}

/** Advice: a locustfile may call what it likes. */
function hostProblems(
  spec: LocustSpec,
  { targetHosts }: Guardrails,
): readonly Problem[] {
  if (spec.host === undefined || targetHosts === undefined) {
    return [];
  }
  const problem = (message: string) => [{ field: 'spec.host', message }];
  const name = hostNameOf(spec.host);
  if (name === undefined) {
    return problem(
      `${shown(
        spec.host,
      )} is no address of a server; use one such as https://shop.example.com.`,
    );
  }
  return matchesName(targetHosts, name)
    ? []
    : problem(
        `${name} is not a host that may be tested from here; use ${accepted(
          targetHosts,
        )}, ${ASK}.`,
      );
}

interface NamedObject {
  readonly kind: NamedKind;
  readonly field: string;
  readonly name: string | undefined;
}

/** Every object that a spec has master or workers read, run as or write to. */
function namedObjects(spec: LocustSpec): readonly NamedObject[] {
  const { locustfile } = spec;
  return [
    { kind: 'secrets', field: 'spec.secretRef', name: spec.secretRef },
    { kind: 'configMaps', field: 'spec.configMapRef', name: spec.configMapRef },
    {
      kind: 'secrets',
      field: 'spec.mountExternalSecret.name',
      name: spec.mountExternalSecret?.name,
    },
    {
      kind: 'configMaps',
      field: 'spec.mountExternalConfig.name',
      name: spec.mountExternalConfig?.name,
    },
    {
      kind: 'configMaps',
      field: 'spec.locustfile.configMap',
      name:
        locustfile && 'configMap' in locustfile
          ? locustfile.configMap
          : undefined,
    },
    ...(spec.env ?? []).flatMap(({ valueFrom }, index): NamedObject[] => [
      {
        kind: 'secrets',
        field: `spec.env[${index}].valueFrom.secretKeyRef.name`,
        name: valueFrom?.secretKeyRef?.name,
      },
      {
        kind: 'configMaps',
        field: `spec.env[${index}].valueFrom.configMapKeyRef.name`,
        name: valueFrom?.configMapKeyRef?.name,
      },
    ]),
    ...(spec.envFrom ?? []).flatMap((source, index): NamedObject[] => [
      {
        kind: 'secrets',
        field: `spec.envFrom[${index}].secretRef.name`,
        name: source.secretRef?.name,
      },
      {
        kind: 'configMaps',
        field: `spec.envFrom[${index}].configMapRef.name`,
        name: source.configMapRef?.name,
      },
    ]),
    ...(spec.mounts ?? []).flatMap((mount, index): NamedObject[] => [
      {
        kind: 'secrets',
        field: `spec.mounts[${index}].secret`,
        name: mount.secret,
      },
      {
        kind: 'configMaps',
        field: `spec.mounts[${index}].configMap`,
        name: mount.configMap,
      },
      {
        kind: 'volumes',
        field: `spec.mounts[${index}].persistentVolumeClaim`,
        name: mount.persistentVolumeClaim,
      },
    ]),
    ...(['master', 'worker'] as const).map(
      (role): NamedObject => ({
        kind: 'serviceAccounts',
        field: `spec.${role}.serviceAccountName`,
        name: spec[role]?.serviceAccountName,
      }),
    ),
  ];
}

function nameProblems(
  spec: LocustSpec,
  guardrails: Guardrails,
): readonly Problem[] {
  return namedObjects(spec).flatMap(({ kind, field, name }) => {
    const patterns = guardrails[kind];
    if (
      name === undefined ||
      patterns === undefined ||
      matchesName(patterns, name)
    ) {
      return [];
    }
    const what = KINDS[kind];
    return [
      {
        field,
        message:
          patterns.length === 0
            ? `The ${what} ${shown(
                name,
              )} is not allowed here, for no ${what} is; leave it out, or ask the platform team to allow it.`
            : `The ${what} ${shown(name)} is not allowed here; use ${accepted(
                patterns,
              )}, or ask the platform team to allow it.`,
      },
    ];
  });
}

function customProblems(
  spec: LocustSpec,
  { customCommand = true, customEnvironment = true }: Guardrails,
): readonly Problem[] {
  const refused = (fields: readonly string[], what: string) =>
    fields.map(field => ({
      field: `spec.${field}`,
      message: `${what} is not allowed here; leave ${field} out, or ask the platform team to allow it.`,
    }));
  const given = (fields: Readonly<Record<string, unknown>>) =>
    Object.keys(fields).filter(field => fields[field] !== undefined);
  return [
    ...(customCommand
      ? []
      : refused(
          given({
            command: spec.command,
            'master.extraArgs': nonEmpty(spec.master?.extraArgs),
            'worker.extraArgs': nonEmpty(spec.worker?.extraArgs),
          }),
          'A command of its own',
        )),
    ...(customEnvironment
      ? []
      : refused(
          given({
            env: nonEmpty(spec.env),
            envFrom: nonEmpty(spec.envFrom),
            configMapRef: spec.configMapRef,
            secretRef: spec.secretRef,
          }),
          'An environment of its own',
        )),
  ];
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

/** `one of a, b or c`; long lists are cut. */
function accepted(patterns: readonly string[], otherwise?: string): string {
  const SHOWN = 5;
  const words = [
    ...patterns.slice(0, SHOWN),
    ...(patterns.length > SHOWN
      ? [`one of ${patterns.length - SHOWN} others`]
      : []),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
  return anyOf(words);
}
