import { gridKey } from './gridKeys';

const SIZE = { rows: 7, columns: 24 };
const at = (row: number, column: number) => ({ row, column });

it.each([
  ['ArrowLeft', false, at(1, 1), at(1, 0)],
  ['ArrowLeft', false, at(1, 0), at(1, 0)],
  ['ArrowRight', false, at(1, 22), at(1, 23)],
  ['ArrowRight', false, at(1, 23), at(1, 23)],
  ['ArrowUp', false, at(0, 5), at(0, 5)],
  ['ArrowDown', false, at(5, 5), at(6, 5)],
  ['ArrowDown', false, at(6, 5), at(6, 5)],
  ['Home', false, at(3, 5), at(3, 0)],
  ['End', false, at(3, 5), at(3, 23)],
  ['Home', true, at(3, 5), at(0, 0)],
  ['End', true, at(3, 5), at(6, 23)],
  ['Tab', false, at(3, 5), undefined],
])('%s (with Ctrl: %s) leads on', (key, ctrlKey, from, to) => {
  expect(gridKey({ key, ctrlKey }, from, SIZE)).toEqual(to);
});
