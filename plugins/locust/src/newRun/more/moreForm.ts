import type { Translate } from '../../translations/Translate';

/** What most runs leave as it is: the rarer fields of the resource, as they are typed. */
export interface MoreForm {
  readonly image: string;
  readonly imagePullSecret: string;
  /** Words between spaces or commas. */
  readonly tags: string;
  readonly excludeTags: string;
  readonly env: readonly EnvRow[];
  readonly envFrom: readonly EnvFromRow[];
  readonly mounts: readonly MountRow[];
  readonly workersReadyTimeout: string;
  readonly ttlAfterFinished: string;
  readonly master: RoleForm;
  readonly worker: RoleForm;
}

/** A variable: its value, or from where it comes, which is kept as it is. */
export type EnvRow =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: unknown };

export interface EnvFromRow {
  readonly kind: EnvFromKind;
  readonly name: string;
  /** What the form does not show of it. */
  readonly rest: Fields;
  readonly restOfReference: Fields;
}

export interface MountRow {
  readonly source: MountSource;
  readonly name: string;
  readonly mountPath: string;
  readonly target: 'both' | 'master' | 'worker';
}

/** What concerns the pods of one of the two alone. */
export interface RoleForm {
  readonly requests: AmountsForm;
  readonly limits: AmountsForm;
  /** `disktype=ssd, zone=a`. */
  readonly nodeSelector: string;
  /** What the form does not show of it. */
  readonly rest: Fields;
}

export interface AmountsForm {
  readonly cpu: string;
  readonly memory: string;
  readonly rest: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

export const ENV_FROM_KINDS = ['configMapRef', 'secretRef'] as const;
export type EnvFromKind = (typeof ENV_FROM_KINDS)[number];

export const MOUNT_SOURCES = [
  'configMap',
  'secret',
  'persistentVolumeClaim',
] as const;
export type MountSource = (typeof MOUNT_SOURCES)[number];

const NO_AMOUNTS: AmountsForm = { cpu: '', memory: '', rest: {} };
const NO_ROLE: RoleForm = {
  requests: NO_AMOUNTS,
  limits: NO_AMOUNTS,
  nodeSelector: '',
  rest: {},
};

/** Nothing of it asked for. */
export const NO_MORE: MoreForm = {
  image: '',
  imagePullSecret: '',
  tags: '',
  excludeTags: '',
  env: [],
  envFrom: [],
  mounts: [],
  workersReadyTimeout: '',
  ttlAfterFinished: '',
  master: NO_ROLE,
  worker: NO_ROLE,
};

/**
 * Takes out of a spec what the form shows.
 *
 * @returns with `rest`, the fields that it does not show or that have no shape to be shown in
 */
export function readMore(spec: Fields): {
  readonly more: MoreForm;
  readonly rest: Fields;
} {
  const rest: Record<string, unknown> = { ...spec };
  const take = <T>(
    field: keyof MoreForm,
    read: (value: unknown) => T | undefined,
    otherwise: T,
  ): T => {
    const value = rest[field] === undefined ? undefined : read(rest[field]);
    if (value === undefined) {
      return otherwise;
    }
    delete rest[field];
    return value;
  };
  const more: MoreForm = {
    image: take('image', readText, ''),
    imagePullSecret: take('imagePullSecret', readText, ''),
    tags: take('tags', readTags, ''),
    excludeTags: take('excludeTags', readTags, ''),
    env: take('env', value => readRows(value, readVariable), []),
    envFrom: take('envFrom', value => readRows(value, readSource), []),
    mounts: take('mounts', value => readRows(value, readMount), []),
    workersReadyTimeout: take('workersReadyTimeout', readText, ''),
    ttlAfterFinished: take('ttlAfterFinished', readText, ''),
    master: take('master', readRole, NO_ROLE),
    worker: take('worker', readRole, NO_ROLE),
  };
  return { more, rest };
}

/** The fields as the resource has them; what is empty is left out. */
export function writeMore(more: MoreForm): Fields {
  return given({
    image: more.image.trim() || undefined,
    imagePullSecret: more.imagePullSecret.trim() || undefined,
    tags: someOf(wordsOf(more.tags)),
    excludeTags: someOf(wordsOf(more.excludeTags)),
    env: someOf(
      more.env.map(row => ({
        name: row.name.trim(),
        ...('value' in row
          ? { value: row.value }
          : { valueFrom: row.valueFrom }),
      })),
    ),
    envFrom: someOf(
      more.envFrom.map(row => ({
        ...row.rest,
        [row.kind]: { ...row.restOfReference, name: row.name.trim() },
      })),
    ),
    mounts: someOf(
      more.mounts.map(row => ({
        [row.source]: row.name.trim(),
        mountPath: row.mountPath.trim(),
        ...(row.target !== 'both' && { target: row.target }),
      })),
    ),
    workersReadyTimeout: more.workersReadyTimeout.trim() || undefined,
    ttlAfterFinished: more.ttlAfterFinished.trim() || undefined,
    master: someFields(writeRole(more.master)),
    worker: someFields(writeRole(more.worker)),
  });
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

function given(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}

function someOf<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function someFields(fields: Fields): Fields | undefined {
  return Object.keys(fields).length > 0 ? fields : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(word => word !== '');
}

function readTags(value: unknown): string | undefined {
  return Array.isArray(value) && value.every(tag => typeof tag === 'string')
    ? value.join(', ')
    : undefined;
}

/** Undefined where one of them has no shape to be shown in. */
function readRows<T>(
  value: unknown,
  read: (item: Fields) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const rows = value.map(item => {
    const fields = fieldsOf(item);
    return fields && read(fields);
  });
  return rows.every((row): row is T & {} => row !== undefined)
    ? rows
    : undefined;
}

function readVariable(item: Fields): EnvRow | undefined {
  const { name, value, valueFrom } = item;
  if (typeof name !== 'string') {
    return undefined;
  }
  if (valueFrom !== undefined) {
    return value === undefined ? { name, valueFrom } : undefined;
  }
  return typeof value === 'string' ? { name, value } : undefined;
}

function readSource(item: Fields): EnvFromRow | undefined {
  const kinds = ENV_FROM_KINDS.filter(kind => item[kind] !== undefined);
  const [kind] = kinds;
  if (kinds.length !== 1) {
    return undefined;
  }
  const { [kind]: reference, ...rest } = item;
  const { name, ...restOfReference } = fieldsOf(reference) ?? {};
  return typeof name === 'string'
    ? { kind, name, rest, restOfReference }
    : undefined;
}

function readMount(item: Fields): MountRow | undefined {
  const sources = MOUNT_SOURCES.filter(source => item[source] !== undefined);
  const [source] = sources;
  const { [source]: name, mountPath, target = 'both' } = item;
  return sources.length === 1 &&
    typeof name === 'string' &&
    typeof mountPath === 'string' &&
    (target === 'both' || target === 'master' || target === 'worker')
    ? { source, name, mountPath, target }
    : undefined;
}

function readRole(value: unknown): RoleForm | undefined {
  const role = fieldsOf(value);
  if (!role) {
    return undefined;
  }
  const { resources, nodeSelector, ...rest } = role;
  const { requests, limits, ...restOfResources } = fieldsOf(resources) ?? {};
  const labels = fieldsOf(nodeSelector ?? {});
  if (
    (resources !== undefined && !fieldsOf(resources)) ||
    Object.keys(restOfResources).length > 0 ||
    !labels ||
    !Object.values(labels).every(label => typeof label === 'string')
  ) {
    return undefined;
  }
  const amounts = [requests, limits].map(readAmounts);
  return amounts[0] && amounts[1]
    ? {
        requests: amounts[0],
        limits: amounts[1],
        nodeSelector: Object.entries(labels)
          .map(([key, label]) => `${key}=${label}`)
          .join(', '),
        rest,
      }
    : undefined;
}

function readAmounts(value: unknown = {}): AmountsForm | undefined {
  const fields = fieldsOf(value);
  if (!fields) {
    return undefined;
  }
  const { cpu = '', memory = '', ...rest } = fields;
  const [cpuText, memoryText] = [cpu, memory].map(readText);
  return cpuText === undefined || memoryText === undefined
    ? undefined
    : { cpu: cpuText, memory: memoryText, rest };
}

function writeRole(role: RoleForm): Fields {
  const labels = someFields(
    Object.fromEntries(
      wordsOf(role.nodeSelector).map(word => {
        const at = word.indexOf('=');
        return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
      }),
    ),
  );
  const resources = someFields(
    given({
      requests: someFields(writeAmounts(role.requests)),
      limits: someFields(writeAmounts(role.limits)),
    }),
  );
  return given({ ...role.rest, resources, nodeSelector: labels });
}

function writeAmounts(amounts: AmountsForm): Fields {
  return given({
    ...amounts.rest,
    cpu: amounts.cpu.trim() || undefined,
    memory: amounts.memory.trim() || undefined,
  });
}

/** What is set, in words: `image, 2 variables, resources`; none: nothing is. */
export function moreWords(more: MoreForm, t: Translate): readonly string[] {
  const roles = [more.master, more.worker];
  const variables = more.env.length + more.envFrom.length;
  return [
    ...(more.image.trim() ? [t('newRun.more.set.image')] : []),
    ...(more.imagePullSecret.trim() ? [t('newRun.more.set.pullSecret')] : []),
    ...(variables > 0
      ? [t('newRun.more.set.variables', { count: variables })]
      : []),
    ...(more.mounts.length > 0
      ? [t('newRun.more.set.mounts', { count: more.mounts.length })]
      : []),
    ...(wordsOf(more.tags).length + wordsOf(more.excludeTags).length > 0
      ? [t('newRun.more.set.tags')]
      : []),
    ...(roles.some(role =>
      [role.requests, role.limits].some(
        one => Object.keys(writeAmounts(one)).length > 0,
      ),
    )
      ? [t('newRun.more.set.resources')]
      : []),
    ...(roles.some(role => role.nodeSelector.trim())
      ? [t('newRun.more.set.placement')]
      : []),
    ...(more.workersReadyTimeout.trim() || more.ttlAfterFinished.trim()
      ? [t('newRun.more.set.times')]
      : []),
  ];
}

/** Paths of a spec whose problems stand at a field of this step. */
const SHOWN = [
  /^spec\.(image|imagePullSecret|workersReadyTimeout|ttlAfterFinished)$/,
  /^spec\.(tags|excludeTags)(\[\d+\])?$/,
  /^spec\.(env|envFrom|mounts)\[\d+\]/,
  /^spec\.(master|worker)\.resources\.(requests|limits)\["(cpu|memory)"\]$/,
  /^spec\.(master|worker)\.nodeSelector/,
];

/** Whether the problem at this path is shown at a field of this step. */
export function isMorePath(path: string): boolean {
  return SHOWN.some(pattern => pattern.test(path));
}
