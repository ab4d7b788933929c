import { shareUnchanged } from './shareUnchanged';

const value = () => ({
  at: new Date(5),
  rows: [
    { name: '/a', rps: 1 },
    { name: '/b', rps: 2 },
  ],
  none: undefined as string | undefined,
  nothing: null,
});

describe('shareUnchanged', () => {
  it('is the value before where nothing is new', () => {
    const before = value();
    expect(shareUnchanged(before, value())).toBe(before);
  });

  it('is the next value where something is, with the parts before that stay', () => {
    const before = value();
    const next = value();
    next.rows[1] = { name: '/b', rps: 3 };
    const shared = shareUnchanged(before, next);
    expect(shared).toEqual(next);
    expect(shared.rows[0]).toBe(before.rows[0]);
    expect(shared.rows[1]).not.toBe(before.rows[1]);
    expect(shared.at).toBe(before.at);
  });

  it.each([
    ['a list that has grown', [1], [1, 2]],
    ['a list that has shrunk', [1, 2], [1]],
    ['a property more', { a: 1 }, { a: 1, b: undefined }],
    ['a property less', { a: 1, b: undefined }, { a: 1 }],
    ['another property', { a: undefined }, { b: undefined }],
    ['another date', new Date(1), new Date(2)],
    ['another kind', [], {}],
    ['null for something', { a: {} }, { a: null }],
    ['something for nothing', undefined, { a: 1 }],
  ])('takes %s for new', (_, before, next) => {
    const shared = shareUnchanged(before, next);
    expect(shared).toStrictEqual(next);
    expect(shared).not.toBe(before);
  });
});
