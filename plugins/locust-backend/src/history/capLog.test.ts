import { capLog } from './capLog';

describe('capLog', () => {
  it('keeps a log that just fits as it is', () => {
    // Two bytes each with their line ends.
    expect(capLog(['a', 'b', 'c'], 6)).toEqual({
      lines: ['a', 'b', 'c'],
      omitted: 0,
    });
  });

  it('keeps head and tail of a log over the cap and counts what is left out between', () => {
    expect(capLog(['a', 'b', 'c', 'd', 'e', 'f'], 8)).toEqual({
      lines: ['a', 'b', 'e', 'f'],
      omitted: 2,
    });
  });

  it('measures bytes, not characters', () => {
    expect(capLog(['é', 'é', 'é', 'é'], 8)).toEqual({
      lines: ['é', 'é'],
      omitted: 2,
    });
  });

  it('leaves out a line that alone is over the cap', () => {
    expect(capLog(['head', 'x'.repeat(100), 'tail'], 20)).toEqual({
      lines: ['head', 'tail'],
      omitted: 1,
    });
  });

  it('keeps nothing of nothing', () => {
    expect(capLog([], 10)).toEqual({ lines: [], omitted: 0 });
  });

  it('does not keep a line twice where head and tail meet', () => {
    const lines = ['aaa', 'bbbbbbb'];
    const capped = capLog(lines, 11);
    expect(capped).toEqual({ lines: ['aaa'], omitted: 1 });
  });
});
