import { aRun } from '../fake/aRun';
import { appendPage, mergeFirstPage } from './mergeRuns';

const run = (id: string, minute: number) =>
  aRun({ id, createdAt: new Date(Date.UTC(2026, 10, 22, 10, minute)) });
const ids = (runs: readonly { readonly id: string }[]) =>
  runs.map(one => one.id);

describe('mergeFirstPage', () => {
  const known = [run('c', 3), run('b', 2), run('a', 1)];

  it('puts a new run first and keeps the older ones', () => {
    const merged = mergeFirstPage(known, [run('d', 4), run('c', 3)], false);
    expect(ids(merged)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('drops a run that is missing from where it would stand', () => {
    const merged = mergeFirstPage(known, [run('c', 3), run('a', 1)], false);
    expect(ids(merged)).toEqual(['c', 'a']);
  });

  it('keeps nothing beside a page that is all there is', () => {
    expect(ids(mergeFirstPage(known, [run('c', 3)], true))).toEqual(['c']);
  });
});

describe('appendPage', () => {
  it('does not show a run twice', () => {
    expect(ids(appendPage([run('b', 2)], [run('b', 2), run('a', 1)]))).toEqual([
      'b',
      'a',
    ]);
  });
});
