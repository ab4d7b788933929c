import { createTheme, getContrastRatio } from '@material-ui/core/styles';
import { overlayStyles, runLetter } from './overlayStyles';

describe.each(['light', 'dark'] as const)('twenty lines, %s', type => {
  const theme = createTheme({ palette: { type } });
  const styles = overlayStyles(theme, 20);

  it('are each drawn like no other', () => {
    const drawn = styles.map(({ colour, dash }) => `${colour} ${dash}`);
    expect(new Set(drawn).size).toBe(20);
  });

  it('have five dashes, four lines of each, so that few depend on their colour', () => {
    const dashes = styles.map(({ dash }) => dash);
    expect(new Set(dashes).size).toBe(5);
    for (const dash of dashes) {
      expect(dashes.filter(one => one === dash)).toHaveLength(4);
    }
  });

  it('have a letter each', () => {
    expect(new Set(styles.map((_, place) => runLetter(place))).size).toBe(20);
  });

  it('can be seen on paper', () => {
    for (const { colour } of styles) {
      expect(
        getContrastRatio(colour, theme.palette.background.paper),
      ).toBeGreaterThanOrEqual(3);
    }
  });
});
