import { InputError } from '@backstage/errors';
import { decodeRunCursor, encodeRunCursor } from './RunCursor';

const encoded = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a run cursor', () => {
  const cursor = {
    createdAt: new Date('2026-01-31T10:20:30.123Z'),
    id: 'abc123',
  };

  it('comes back as it went out', () => {
    expect(decodeRunCursor(encodeRunCursor(cursor))).toEqual(cursor);
  });

  it('needs no escaping in a query string', () => {
    const text = encodeRunCursor({ ...cursor, id: '~~~???>>>' });
    expect(encodeURIComponent(text)).toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'newest'],
    ['JSON of another shape', encoded({ id: 'a' })],
    ['a time that is text', encoded(['2026-01-31', 'abc'])],
    ['a time out of range', encoded([1e18, 'abc'])],
    ['a time before all', encoded([-1, 'abc'])],
    ['a fraction of a millisecond', encoded([1.5, 'abc'])],
    ['no id', encoded([1])],
    ['an id with what no id has', encoded([1, "a' or 1=1"])],
    ['more than it takes', encoded([1, 'abc', 2])],
  ])('is refused by name where it is %s', (_what, text) => {
    expect(() => decodeRunCursor(text)).toThrow(InputError);
    expect(() => decodeRunCursor(text)).toThrow(`The cursor "${text}" is not`);
  });

  it('is not repeated at any length when it is refused', () => {
    expect(() => decodeRunCursor('x'.repeat(10_000))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^.{80,300}$/),
      }),
    );
  });
});
