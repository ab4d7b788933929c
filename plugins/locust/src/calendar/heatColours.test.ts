import { createTheme, getContrastRatio } from '@material-ui/core/styles';
import { heatColours, heatShade } from './heatColours';

describe('the heat of an hour', () => {
  it.each([
    [0, 100, 0],
    [1, 100, 1],
    [20, 100, 1],
    [21, 100, 2],
    [100, 100, 5],
    [0, 0, 0],
  ])('of %i where the most is %i has the shade %i', (amount, most, shade) => {
    expect(heatShade(amount, most)).toBe(shade);
  });

  it.each(['light', 'dark'] as const)(
    'can be read in every shade of the %s theme, and no two are the same',
    type => {
      const colours = heatColours(createTheme({ palette: { type } }));
      for (const { backgroundColor, color } of colours) {
        expect(getContrastRatio(color, backgroundColor)).toBeGreaterThanOrEqual(
          4.5,
        );
      }
      expect(new Set(colours.map(one => one.backgroundColor)).size).toBe(
        colours.length,
      );
    },
  );
});
