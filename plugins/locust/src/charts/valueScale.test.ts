import { valueScale } from './valueScale';

describe('the scale of a chart', () => {
  it.each([
    [0, [0, 0.25]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [200, [0, 50, 100, 150, 200]],
    [201, [0, 100, 200, 300]],
    [388, [0, 100, 200, 300, 400]],
    [1_950, [0, 500, 1_000, 1_500, 2_000]],
  ])('of %d goes in round steps', (highest, ticks) => {
    expect(valueScale(highest).ticks).toEqual(ticks);
  });

  it('holds every figure and wastes less than half of its height', () => {
    for (let highest = 0.003; highest < 1e7; highest *= 1.137) {
      const { top, ticks } = valueScale(highest);
      expect(top).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
      expect(top).toBeLessThan(highest * 2);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.at(-1)).toBeCloseTo(top, 6);
    }
  });
});
