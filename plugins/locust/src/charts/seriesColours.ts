import { decomposeColor, type Theme } from '@material-ui/core/styles';
import { readableOn, toneColour } from '../status/toneColours';

/** WCAG 2.1 AA for graphics. */
const GRAPHIC_CONTRAST = 3.2;

/** The colour with its hue turned, so that a second series goes with the first in every theme. */
export function turnHue(color: string, degrees: number): string {
  const [r, g, b] = decomposeColor(color)
    .values.slice(0, 3)
    .map(value => Number(value) / 255);
  const max = Math.max(r, g, b);
  const min = Math.min(r, g, b);
  const span = max - min;
  const lightness = (max + min) / 2;
  const saturation = span === 0 ? 0 : span / (1 - Math.abs(2 * lightness - 1));
  let hue = 0;
  if (span !== 0) {
    if (max === r) {
      hue = ((g - b) / span) % 6;
    } else if (max === g) {
      hue = (b - r) / span + 2;
    } else {
      hue = (r - g) / span + 4;
    }
  }
  const turned = (((hue * 60 + degrees) % 360) + 360) % 360;
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + turned / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255);
  };
  return `rgb(${channel(0)}, ${channel(8)}, ${channel(4)})`;
}

/** Colours of what is drawn, from the theme and with enough contrast to its paper. */
export function seriesColours(theme: Theme) {
  const paper = theme.palette.background.paper;
  const visible = (color: string) => readableOn(color, paper, GRAPHIC_CONTRAST);
  const info = toneColour(theme, 'info');
  return {
    first: visible(info),
    second: visible(turnHue(info, 62)),
    quiet: visible(toneColour(theme, 'neutral')),
    good: visible(toneColour(theme, 'success')),
    bad: visible(toneColour(theme, 'error')),
  } as const;
}

/** The name of a colour that a series may have. */
export type SeriesColour = keyof ReturnType<typeof seriesColours>;
