import { diffLines } from 'backstage-plugin-locust-common';
import { foldSame } from './foldSame';

const text = (...lines: readonly (number | string)[]) => lines.join('\n');
const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

it('folds what is the same and more than three lines from a change', () => {
  const parts = foldSame(
    diffLines(text(...ten, ...ten), text(...ten, 'new', ...ten)),
  );
  expect(
    parts.map(part => ('folded' in part ? part.folded : part.lines.length)),
  ).toEqual([7, 7, 7]);
});

it('folds nothing where all is near to a change', () => {
  expect(foldSame(diffLines('a\nb\n', 'a\nc\n'))).toHaveLength(1);
});

it('has nothing of nothing', () => {
  expect(foldSame([])).toEqual([]);
});
