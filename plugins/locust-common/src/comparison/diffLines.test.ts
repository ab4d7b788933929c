import fc from 'fast-check';
import { diffLines, linesOf, MOST_EDITS, type DiffLine } from './diffLines';

const lines = fc
  .array(fc.constantFrom('a', 'b', 'c', '', ' a'), { maxLength: 25 })
  .map(some => some.map(line => `${line}\n`).join(''));

const signs = { same: ' ', removed: '-', added: '+' };
const shown = (diff: readonly DiffLine[]) =>
  diff.map(({ kind, text }) => signs[kind] + text);

/** The longest common subsequence, the slow and plain way. */
function commonLines(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let x = 1; x <= a.length; x += 1) {
    for (let y = 1; y <= b.length; y += 1) {
      table[x][y] =
        a[x - 1] === b[y - 1]
          ? table[x - 1][y - 1] + 1
          : Math.max(table[x - 1][y], table[x][y - 1]);
    }
  }
  return table[a.length][b.length];
}

describe('two texts laid over each other', () => {
  it('show what was removed before what was added', () => {
    expect(
      shown(diffLines('one\ntwo\nthree\n', 'one\nzwei\nthree\nfour\n')),
    ).toEqual([' one', '-two', '+zwei', ' three', '+four']);
  });

  it.each([
    ['', '', []],
    ['', 'a\n', ['+a']],
    ['a\n', '', ['-a']],
    ['a\n\n', 'a\n', [' a', '-']],
  ])('are %j and %j', (before, after, expected) => {
    expect(shown(diffLines(before, after))).toEqual(expected);
  });

  it('hold both texts, in their order and with their numbers', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        const old = diff.filter(it => it.kind !== 'added');
        const young = diff.filter(it => it.kind !== 'removed');
        expect(old.map(it => it.text)).toEqual(linesOf(before));
        expect(young.map(it => it.text)).toEqual(linesOf(after));
        expect(old.map(it => 'before' in it && it.before)).toEqual(
          old.map((_, index) => index + 1),
        );
        expect(young.map(it => 'after' in it && it.after)).toEqual(
          young.map((_, index) => index + 1),
        );
      }),
    );
  });

  it('have as much in common as there is', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(
          diffLines(before, after).filter(it => it.kind === 'same'),
        ).toHaveLength(commonLines(linesOf(before), linesOf(after)));
      }),
    );
  });

  it('are laid one after the other where too much differs, and what is around it stays', () => {
    const many = (word: string) =>
      Array.from({ length: MOST_EDITS }, (_, i) => `${word}${i}\n`).join('');
    const diff = diffLines(`head\n${many('a')}tail`, `head\n${many('b')}tail`);
    expect(diff).toHaveLength(2 * MOST_EDITS + 2);
    expect(diff[0]).toMatchObject({ kind: 'same', text: 'head' });
    expect(diff[diff.length - 1]).toEqual({
      kind: 'same',
      text: 'tail',
      before: MOST_EDITS + 2,
      after: MOST_EDITS + 2,
    });
  });
});
