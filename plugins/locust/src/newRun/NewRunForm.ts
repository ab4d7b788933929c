import {
  normalizeLocustSpec,
  TEST_NAME_LENGTH,
  type LocustfileFolder,
  type LocustfileSource,
  type Run,
  type Targets,
  type Test,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import { rowsFrom, textOf, type ConditionRow } from './conditions/conditionRow';
import { NO_MORE, readMore, writeMore, type MoreForm } from './more/moreForm';
import { specOfOneRun } from '../runs/definitionOfRun';
import { STARTER_LOCUSTFILE } from './starterLocustfile';

/**
 * The form as it is typed. Numbers stay text until they are sent, so that what somebody is typing is never changed
 * under their hands and what is no number is refused in words.
 */
export interface NewRunForm {
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  /** `earlier`: the files of a run or schedule before. `image`: the image or a mount has it already. */
  readonly source: 'repository' | 'earlier' | 'inline' | 'configMap' | 'image';
  /** As it was read; undefined until it was. */
  readonly repository?: LocustfileSource;
  readonly earlier?: EarlierFolder;
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
  readonly more: MoreForm;
  /** Fields that the form does not show, carried over from a run that is run again. */
  readonly otherFields: Readonly<Record<string, unknown>>;
}

/** The folder that a run or schedule before has. */
export interface EarlierFolder {
  readonly folder: LocustfileFolder;
  /** A run that had it; absent where none has yet. */
  readonly runId?: string;
}

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
    more: NO_MORE,
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
]);

/** The form prefilled with the load of an earlier run; what one does not see at once is not carried over. */
export function formFromRun(form: NewRunForm, run: Run): NewRunForm {
  const exact = formFromClone(form, run);
  return {
    ...exact,
    source: sourceOf(form, exact.source),
    host: exact.host || form.host,
    users: exact.users || form.users,
    spawnRate: exact.spawnRate || form.spawnRate,
    runTime: exact.runTime || form.runTime,
    workers: exact.workers || form.workers,
    more: form.more,
    otherFields: form.otherFields,
  };
}

/** The form with exactly the settings of a run, for one like it. */
export function formFromClone(form: NewRunForm, run: Run): NewRunForm {
  return {
    ...formFromSpec(form, specOfOneRun(run.spec), [run]),
    name: testNameFrom(run.test),
    cluster: run.cluster,
    namespace: run.namespace,
  };
}

/** The form with exactly the settings of a scheduled test, to change them. */
export function formFromTest(form: NewRunForm, test: Test): NewRunForm {
  return {
    ...formFromSpec(form, test.spec, test.lastRuns),
    name: test.name,
    cluster: test.cluster,
    namespace: test.namespace,
    when: 'schedule',
    schedule: test.schedule,
    timeZone: test.timeZone,
  };
}

/** What a spec leaves out is empty. Of the runs, one that had the same files shows them. */
function formFromSpec(
  form: NewRunForm,
  spec: Run['spec'],
  runs: readonly Run[],
): NewRunForm {
  const folder = folderOf(spec);
  const file: { inline?: unknown; configMap?: unknown; key?: unknown } =
    typeof spec.locustfile === 'object' && spec.locustfile
      ? spec.locustfile
      : {};
  const { more, rest } = readMore(
    Object.fromEntries(
      Object.entries(spec).filter(
        ([name, value]) =>
          !SHOWN_FIELDS.has(name) ||
          // No limit at all, which an empty field does not mean.
          (name === 'runTime' && value === ''),
      ),
    ),
  );
  return {
    ...form,
    source: folder ? 'earlier' : fileSourceOf(file),
    earlier: folder && {
      folder,
      runId: runs.find(run => folderOf(run.spec)?.snapshot === folder.snapshot)
        ?.id,
    },
    inline: text(file.inline) || form.inline,
    configMap: text(file.configMap),
    key: text(file.key),
    host: text(spec.host),
    users: text(spec.users),
    spawnRate: text(spec.spawnRate),
    runTime: text(spec.runTime),
    workers: text(spec.workers),
    thresholds: rowsFrom('threshold', spec.thresholds),
    stopWhen: rowsFrom('stopCondition', spec.stopWhen),
    ignoreFirst: text(spec.ignoreFirst),
    more,
    otherFields: rest,
  };
}

function folderOf(spec: Run['spec']): LocustfileFolder | undefined {
  const source = normalizeLocustSpec(spec).locustfile;
  return source && 'snapshot' in source ? source : undefined;
}

function fileSourceOf(file: {
  readonly inline?: unknown;
  readonly configMap?: unknown;
}): NewRunForm['source'] {
  if (file.configMap) {
    return 'configMap';
  }
  return file.inline ? 'inline' : 'image';
}

/** What lies in the repository goes on from run to run, and a new run is asked for its file. */
function sourceOf(
  form: NewRunForm,
  ofRun: NewRunForm['source'],
): NewRunForm['source'] {
  if (form.source === 'repository') {
    return 'repository';
  }
  return ofRun === 'image' ? 'inline' : ofRun;
}

/** The field of the spec. Without anything in it where nothing was read yet, for the validation to refuse. */
function locustfileOf(form: NewRunForm): LocustfileSource {
  switch (form.source) {
    case 'repository':
      return form.repository ?? { inline: '' };
    case 'earlier':
      return form.earlier?.folder ?? { inline: '' };
    case 'configMap':
      return {
        configMap: form.configMap,
        ...(form.key && { key: form.key }),
      };
    default:
      return { inline: form.inline };
  }
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
  return form.source === 'image' || Boolean(form.otherFields.command);
}

/** What the form sends. Fields left empty are left out. */
export function definitionFrom(
  form: NewRunForm,
  entityRef: string | undefined,
): TestDefinition {
  const spec: Record<string, unknown> = {
    workers: numberOrText(form.workers),
    users: numberOrText(form.users),
    spawnRate: numberOrText(form.spawnRate),
    runTime: form.runTime.trim() || undefined,
    host: form.host.trim() || undefined,
    thresholds: textsOf(form.thresholds),
    stopWhen: textsOf(form.stopWhen),
    ignoreFirst: form.ignoreFirst.trim() || undefined,
    ...writeMore(form.more),
    ...(!bringsItsOwnFile(form) && { locustfile: locustfileOf(form) }),
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
    spec: {
      ...form.otherFields,
      ...Object.fromEntries(
        Object.entries(spec).filter(([, value]) => value !== undefined),
      ),
    },
  };
}
