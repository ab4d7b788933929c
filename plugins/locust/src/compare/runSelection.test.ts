import { runIdsFrom, selectionState, withRunChosen } from './runSelection';

const A = 'a'.repeat(26);
const B = 'b'.repeat(26);

describe('the runs chosen in the URL', () => {
  it('are read in their order, each once, without what is no id', () => {
    expect(runIdsFrom(`${B},${A},nonsense,${B},`)).toEqual([B, A]);
    expect(runIdsFrom(null)).toEqual([]);
  });

  it('grow and shrink beside the filters', () => {
    const one = withRunChosen(new URLSearchParams('test=smoke'), A, true);
    const two = withRunChosen(one, B, true);
    expect(two.get('chosen')).toBe(`${A},${B}`);
    expect(two.get('test')).toBe('smoke');
    const none = withRunChosen(withRunChosen(two, A, false), B, false);
    expect(none.toString()).toBe('test=smoke');
  });

  it.each([
    [0, 'none'],
    [1, 'tooFew'],
    [2, 'ready'],
    [9, 'ready'],
    [10, 'full'],
  ] as const)('being %d are %s', (count, state) => {
    expect(selectionState(count)).toBe(state);
  });
});
