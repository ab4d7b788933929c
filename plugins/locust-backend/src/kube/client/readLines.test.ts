import fc from 'fast-check';
import { LineTooLongError, readLines } from './readLines';

async function* chunksOf(...texts: (string | Uint8Array)[]) {
  for (const text of texts) {
    yield Buffer.from(text);
  }
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) {
    found.push(line);
  }
  return found;
}

describe('readLines', () => {
  it('gives every line without its newline, the last also without one', async () => {
    expect(await all(readLines(chunksOf('a\nb', 'c\n\nd')))).toEqual([
      'a',
      'bc',
      '',
      'd',
    ]);
  });

  it('gives nothing for nothing, and no empty line after the last newline', async () => {
    expect(await all(readLines(chunksOf()))).toEqual([]);
    expect(await all(readLines(chunksOf('a\n')))).toEqual(['a']);
  });

  it('refuses a line that does not end', async () => {
    await expect(
      all(readLines(chunksOf('ok\n', 'aaaa', 'aaaa'), 6)),
    ).rejects.toThrow(LineTooLongError);
  });

  it('does not depend on where the bytes are cut, not even within a character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'é', '試', '🦗', '\n', '\r')),
        fc.array(fc.nat(200)),
        async (characters, cuts) => {
          const text = characters.join('');
          const bytes = Buffer.from(text);
          const at = [...cuts, 0, bytes.length]
            .map(cut => Math.min(cut, bytes.length))
            .sort((a, b) => a - b);
          const parts = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
          const expected = text.split('\n');
          if (expected[expected.length - 1] === '') {
            expected.pop();
          }
          expect(await all(readLines(chunksOf(...parts)))).toEqual(expected);
        },
      ),
    );
  });
});
