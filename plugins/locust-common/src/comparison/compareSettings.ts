/** A setting that is not the same in all runs. @public */
export interface SettingDifference {
  /** Where in the spec: `workers`, `env.TARGET`, `resources.master.limits.cpu`. */
  readonly path: string;
  /** In the order of the runs; undefined where a run does not have it. */
  readonly values: readonly unknown[];
}

/** The settings in which specs differ, by their paths; in the order in which they are met first. */
export function compareSettings(
  specs: readonly Readonly<Record<string, unknown>>[],
): readonly SettingDifference[] {
  const settings = specs.map(spec => new Map(settingsOf('', spec)));
  const paths = new Set(settings.flatMap(it => [...it.keys()]));
  return [...paths].flatMap(path => {
    const values = settings.map(it => it.get(path));
    const texts = new Set(values.map(textOf));
    return texts.size > 1 ? [{ path, values }] : [];
  });
}

/** Leaves of a spec with their paths. What is listed by name, such as variables, has the name for its path. */
function settingsOf(
  path: string,
  value: unknown,
): readonly (readonly [string, unknown])[] {
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (isNamedList(value)) {
    return value.flatMap(({ name, ...rest }) => {
      const only = Object.keys(rest).length === 1 && 'value' in rest;
      return settingsOf(below(name), only ? rest.value : rest);
    });
  }
  if (isRecord(value) && (path === '' || Object.keys(value).length > 0)) {
    return Object.entries(value).flatMap(([name, child]) =>
      settingsOf(below(name), child),
    );
  }
  // Lists without names are compared as a whole: their order means something.
  return value === undefined || value === null ? [] : [[path, value]];
}

/** The same for the same value, whatever the order of its fields. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, child: unknown) =>
    isRecord(child)
      ? Object.fromEntries(
          Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : child,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: unknown): value is readonly (Readonly<
  Record<string, unknown>
> & {
  readonly name: string;
})[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(it => isRecord(it) && typeof it.name === 'string') &&
    new Set(value.map(it => it.name)).size === value.length
  );
}
