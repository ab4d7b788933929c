import { StringPool } from './StringPool';

/** Equal strings cannot be told apart by the language; that they are one is what the heap benchmark shows. */
describe('StringPool', () => {
  it('leaves a value equal to what it was, however deep', () => {
    const value = () => ({
      metadata: { name: 'a', labels: { job: 'a', other: 'a' } },
      owners: [{ uid: 'a' }, 'a', ['a', 1, null]],
      count: 3,
      gone: undefined,
    });
    const given = value();
    expect(new StringPool().share(given)).toBe(given);
    expect(given).toEqual(value());
  });

  it('does not touch what has a class of its own, or is frozen', () => {
    const date = new Date(0);
    const frozen = Object.freeze({ name: 'a', list: Object.freeze(['a']) });
    expect(new StringPool().share({ date, frozen })).toEqual({ date, frozen });
    expect(date.getTime()).toBe(0);
  });

  it('does not grow with all that it was ever shown', () => {
    const pool = new StringPool();
    for (let i = 0; i < 50_000; i++) {
      pool.share({ name: `name-${i}` });
    }
    const { strings } = pool as unknown as { strings: { size: number } };
    expect(strings.size).toBeLessThanOrEqual(20_000);
  });
});
