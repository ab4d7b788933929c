import fc from 'fast-check';
import { mergePatchBetween } from './mergePatchBetween';

/** RFC 7386 in its own words. */
function apply(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target)
      ? { ...target }
      : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[name];
    } else {
      result[name] = apply(result[name], value);
    }
  }
  return result;
}

// A resource holds no null: the API server drops it. Few names, so that the two have some in common.
const { fields } = fc.letrec<{ value: unknown; fields: object }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', 1, 2, true),
    fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    tie('fields'),
  ),
  fields: fc.dictionary(fc.constantFrom('p', 'q', 'r', 's'), tie('value')),
}));

describe('mergePatchBetween', () => {
  it('makes the one of the other', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const patch = mergePatchBetween(before, after);
        expect(apply(before, patch ?? {})).toEqual(after);
      }),
      { numRuns: 1000 },
    );
  });

  it('is nothing where nothing changes', () => {
    fc.assert(
      fc.property(fields, it => {
        expect(mergePatchBetween(it, structuredClone(it))).toBeUndefined();
      }),
    );
  });

  it('removes what is gone and leaves alone what is the same', () => {
    expect(
      mergePatchBetween(
        { users: 1, host: 'a', worker: { resources: { cpu: 1 }, labels: {} } },
        { users: 2, worker: { labels: {} } },
      ),
    ).toEqual({ users: 2, host: null, worker: { resources: null } });
  });
});
