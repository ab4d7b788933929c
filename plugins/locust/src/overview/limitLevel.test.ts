import { isNearLimit, limitLevel } from './limitLevel';

it.each([
  [0, 10, 'room', false],
  [7, 10, 'room', false],
  [8, 10, 'near', true],
  [9, 10, 'near', true],
  [10, 10, 'full', true],
  [12, 10, 'full', true],
  [0, 1, 'room', false],
  [1, 1, 'full', true],
  [12, undefined, 'unlimited', false],
] as const)('%i of %s is %s', (running, limit, level, near) => {
  expect(limitLevel({ running, limit })).toBe(level);
  expect(isNearLimit({ cluster: 'eu-1', running, waiting: 0, limit })).toBe(
    near,
  );
});
