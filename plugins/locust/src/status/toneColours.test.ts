import {
  createTheme,
  getContrastRatio,
  type Theme,
} from '@material-ui/core/styles';
import { seriesColours } from '../charts/seriesColours';
import { readableOn, toneColours, type Tone } from './toneColours';

const THEMES: ReadonlyArray<readonly [string, Theme]> = [
  ['light', createTheme({ palette: { type: 'light' } })],
  ['dark', createTheme({ palette: { type: 'dark' } })],
  [
    'dark on near black',
    createTheme({
      palette: { type: 'dark', background: { paper: '#121212' } },
    }),
  ],
];
const TONES: readonly Tone[] = [
  'neutral',
  'info',
  'success',
  'warning',
  'error',
];

describe.each(THEMES)('with a theme that is %s', (_, theme) => {
  it.each(TONES)('text on a surface of the tone %s can be read', tone => {
    const { background, foreground } = toneColours(theme, tone);
    expect(getContrastRatio(foreground, background)).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it('lines of charts stand out from the paper', () => {
    for (const colour of Object.values(seriesColours(theme))) {
      expect(
        getContrastRatio(colour, theme.palette.background.paper),
      ).toBeGreaterThanOrEqual(3);
    }
  });

  it('no two lines of charts have one colour', () => {
    const colours = Object.values(seriesColours(theme));
    expect(new Set(colours).size).toBe(colours.length);
  });
});

it('a colour that lets the background through is judged as it is seen', () => {
  expect(readableOn('rgba(0, 0, 0, 0.5)', '#ffffff', 4.5)).not.toBe(
    readableOn('rgba(0, 0, 0, 1)', '#ffffff', 4.5),
  );
  const colour = readableOn('rgba(0, 0, 0, 0.3)', '#f5f5f5');
  expect(colour).toMatch(/^rgb\(/);
  expect(getContrastRatio(colour, '#f5f5f5')).toBeGreaterThanOrEqual(4.5);
});
