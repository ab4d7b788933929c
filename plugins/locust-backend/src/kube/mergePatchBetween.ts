type Fields = Readonly<Record<string, unknown>>;

/**
 * The JSON merge patch that makes `after` of `before`: null for what is no longer there, arrays as a whole.
 *
 * @returns undefined where nothing is to change
 */
export function mergePatchBetween(
  before: unknown,
  after: unknown,
): Fields | undefined {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (!Object.hasOwn(to, name)) {
      patch[name] = null;
    } else if (isFields(from[name]) && isFields(to[name])) {
      const inner = mergePatchBetween(from[name], to[name]);
      if (inner) {
        patch[name] = inner;
      }
    } else if (!isSame(from[name], to[name])) {
      patch[name] = to[name];
    }
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
