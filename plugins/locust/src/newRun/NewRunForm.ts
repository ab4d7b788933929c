import type {
  Run,
  Targets,
  TestDefinition,
} from 'backstage-plugin-locust-common';
import { rowsFrom, textOf, type ConditionRow } from './conditions/conditionRow';
import { STARTER_LOCUSTFILE } from './starterLocustfile';

/**
 * The form as it is typed. Numbers stay text until they are sent, so that what somebody is typing is never changed
 * under their hands and what is no number is refused in words.
 */
export interface NewRunForm {
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly source: 'repository' | 'inline' | 'configMap';
  /** As it was read; undefined until it was. */
  readonly repository?: string;
  readonly inline: string;
  readonly configMap: string;
  readonly key: string;
  readonly host: string;
  readonly users: string;
  readonly spawnRate: string;
  readonly runTime: string;
  readonly workers: string;
  readonly thresholds: readonly ConditionRow[];
  readonly stopWhen: readonly ConditionRow[];
  readonly ignoreFirst: string;
  readonly when: 'now' | 'schedule';
  readonly schedule: string;
  readonly timeZone: string;
  /** Fields that the form does not show, carried over from a run that is run again. */
  readonly otherFields: Readonly<Record<string, unknown>>;
}

const TEST_NAME_LENGTH = 63;

/** The nearest name that a test may have: lower case letters, digits and dashes. */
export function testNameFrom(wish: string): string {
  return wish
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, TEST_NAME_LENGTH)
    .replace(/^-+|-+$/g, '');
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** The form for an entity that was never tested, from what it may use. */
export function formFromTargets(
  targets: Targets,
  entityName: string,
  timeZone: string,
): NewRunForm {
  const { defaults, clusters } = targets;
  const cluster =
    clusters.find(one => one.name === defaults.cluster) ?? clusters[0];
  return {
    name: testNameFrom(entityName),
    cluster: cluster?.name ?? '',
    namespace: defaults.namespace ?? cluster?.namespaces[0] ?? '',
    source: defaults.locustfile ? 'repository' : 'inline',
    inline: STARTER_LOCUSTFILE,
    configMap: '',
    key: '',
    host: defaults.host ?? '',
    users: text(defaults.users),
    spawnRate: text(defaults.spawnRate),
    runTime: defaults.runTime,
    workers: text(defaults.workers),
    thresholds: [],
    stopWhen: [],
    ignoreFirst: '',
    when: 'now',
    schedule: '0 2 * * 1-5',
    timeZone,
    otherFields: {},
  };
}

const SHOWN_FIELDS: ReadonlySet<string> = new Set([
  'locustfile',
  'host',
  'users',
  'spawnRate',
  'runTime',
  'workers',
  'thresholds',
  'stopWhen',
  'ignoreFirst',
  'schedule',
  'timeZone',
  // Said about the run before, not about the next one.
  'stop',
  'suspend',
]);

/**
 * The form with the settings of an earlier run. What the form does not show is carried over only on request, for
 * nobody expects a new run to have it.
 */
export function formFromRun(
  form: NewRunForm,
  run: Run,
  carryOthers: boolean,
): NewRunForm {
  const { spec } = run;
  const file: { inline?: unknown; configMap?: unknown; key?: unknown } =
    typeof spec.locustfile === 'object' && spec.locustfile
      ? spec.locustfile
      : {};
  return {
    ...form,
    name: testNameFrom(run.test),
    cluster: run.cluster,
    namespace: run.namespace,
    source: sourceOf(form, Boolean(file.configMap), carryOthers),
    inline: text(file.inline) || form.inline,
    configMap: text(file.configMap),
    key: text(file.key),
    host: text(spec.host) || form.host,
    users: text(spec.users ?? form.users),
    spawnRate: text(spec.spawnRate ?? form.spawnRate),
    runTime: text(spec.runTime ?? form.runTime),
    workers: text(spec.workers ?? form.workers),
    thresholds: rowsFrom('threshold', spec.thresholds),
    stopWhen: rowsFrom('stopCondition', spec.stopWhen),
    ignoreFirst: text(spec.ignoreFirst),
    otherFields: carryOthers
      ? Object.fromEntries(
          Object.entries(spec).filter(([name]) => !SHOWN_FIELDS.has(name)),
        )
      : {},
  };
}

/** What lies in the repository goes on from run to run; a run that is run again has the file that it had. */
function sourceOf(
  form: NewRunForm,
  fromConfigMap: boolean,
  again: boolean,
): NewRunForm['source'] {
  if (form.source === 'repository' && !again) {
    return 'repository';
  }
  return fromConfigMap ? 'configMap' : 'inline';
}

/** Rows as the resource has them; none are left out. */
function textsOf(rows: readonly ConditionRow[]): readonly string[] | undefined {
  return rows.length > 0 ? rows.map(textOf) : undefined;
}

/** A number where the text is one; else the text, for the validation to refuse. */
function numberOrText(typed: string): number | string | undefined {
  const trimmed = typed.trim();
  if (!trimmed) {
    return undefined;
  }
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}

/** Whether a locustfile comes from elsewhere, as in manifests with a command and a mounted ConfigMap of their own. */
export function bringsItsOwnFile(form: NewRunForm): boolean {
  return Boolean(form.otherFields.command);
}

/** What the form sends. Fields left empty are left out. */
export function definitionFrom(
  form: NewRunForm,
  entityRef: string | undefined,
): TestDefinition {
  const locustfile =
    form.source === 'configMap'
      ? { configMap: form.configMap, ...(form.key && { key: form.key }) }
      : {
          inline:
            form.source === 'repository' ? form.repository ?? '' : form.inline,
        };
  const spec: Record<string, unknown> = {
    workers: numberOrText(form.workers),
    users: numberOrText(form.users),
    spawnRate: numberOrText(form.spawnRate),
    runTime: form.runTime.trim() || undefined,
    host: form.host.trim() || undefined,
    thresholds: textsOf(form.thresholds),
    stopWhen: textsOf(form.stopWhen),
    ignoreFirst: form.ignoreFirst.trim() || undefined,
    ...form.otherFields,
    ...(!bringsItsOwnFile(form) && { locustfile }),
    ...(form.when === 'schedule' && {
      schedule: form.schedule.trim(),
      timeZone: form.timeZone,
    }),
  };
  return {
    name: form.name.trim(),
    ...(entityRef && { entityRef }),
    ...(form.cluster && { cluster: form.cluster }),
    ...(form.namespace && { namespace: form.namespace }),
    spec: Object.fromEntries(
      Object.entries(spec).filter(([, value]) => value !== undefined),
    ),
  };
}
