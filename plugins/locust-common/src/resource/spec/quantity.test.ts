import { quantityValue } from './quantity';

describe('quantityValue', () => {
  it.each([
    ['1', 1],
    [2, 2],
    ['500m', 0.5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1Ki', 1024],
    ['2Gi', 2 * 1024 ** 3],
    ['1.5G', 1.5e9],
    ['100u', 1e-4],
    ['1E', 1e18],
    ['1e3', 1000],
    ['1E-3', 0.001],
  ])('reads %p as %p', (quantity, value) => {
    expect(quantityValue(quantity)).toBe(value);
  });

  it.each(['', 'much', '-1', '1 Gi', '1gi', '1e', '.', null, {}])(
    'does not read %p',
    quantity => {
      expect(quantityValue(quantity)).toBeUndefined();
    },
  );
});
