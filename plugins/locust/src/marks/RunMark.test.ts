import { aRun } from '../fake/aRun';
import { withMark, type RunMark } from './RunMark';

const NOW = new Date('2026-11-22T12:00:00Z');
const run = aRun();

const marked = (mark: RunMark, before: Partial<typeof run> = {}) => {
  const one = { ...run, ...before };
  return withMark(one, { run: one, mark }, NOW);
};

describe('a run that is marked', () => {
  it.each([
    [{ kind: 'pin' }, { pinned: true }],
    [{ kind: 'unpin' }, { pinned: false }],
    [{ kind: 'setBaseline' }, { baseline: true }],
    [{ kind: 'clearBaseline' }, { baseline: false }],
    [
      { kind: 'annotate', text: 'New cache' },
      { note: { text: 'New cache', at: NOW } },
    ],
  ] as const)('%j has it at once', (mark, expected) => {
    expect(marked(mark)).toEqual({ ...run, ...expected });
  });

  it('loses its note', () => {
    const note = { text: 'Old words', at: NOW };
    expect(marked({ kind: 'removeNote' }, { note }).note).toBeUndefined();
  });
});

describe('the baseline there was', () => {
  const other = aRun({ id: 'other'.padEnd(26, '0'), baseline: true });
  const newBaseline = { run, mark: { kind: 'setBaseline' } } as const;

  it('is none any more once another run of its test is', () => {
    expect(withMark(other, newBaseline, NOW).baseline).toBe(false);
  });

  it.each([
    ['another test', { test: 'smoke' }],
    [
      'the same name in another entity',
      { entityRef: 'component:default/cart' },
    ],
    ['the same name without an entity', { entityRef: undefined }],
  ])('stays that of %s', (_what, change) => {
    const elsewhere = { ...other, ...change };
    expect(withMark(elsewhere, newBaseline, NOW)).toBe(elsewhere);
  });

  it('stays when another run is only pinned', () => {
    expect(withMark(other, { run, mark: { kind: 'pin' } }, NOW)).toBe(other);
  });
});
