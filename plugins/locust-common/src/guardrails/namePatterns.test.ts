import fc from 'fast-check';
import { matchesName } from './namePatterns';

describe('matchesName', () => {
  it.each([
    [['load-*'], 'load-shop', true],
    [['load-*'], 'payload-shop', false],
    [['*'], '', true],
    [['a*a'], 'a', false],
    [['a*a'], 'aa', true],
    [['a*b*c'], 'a-c-b-c', true],
    [['a*b*c'], 'a-c', false],
    [['a.c'], 'abc', false],
    [[], 'a', false],
    [['a', 'b'], 'b', true],
  ])('%p for %p: %p', (patterns, name, expected) => {
    expect(matchesName(patterns, name)).toBe(expected);
  });

  it('says what an expression would', () => {
    const letters = fc.stringMatching(/^[ab*]{0,8}$/);
    fc.assert(
      fc.property(
        letters,
        fc.stringMatching(/^[ab]{0,8}$/),
        (pattern, name) => {
          const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
          expect(matchesName([pattern], name)).toBe(expression.test(name));
        },
      ),
    );
  });
});
