import {
  darken,
  decomposeColor,
  getContrastRatio,
  lighten,
  type Theme,
} from '@material-ui/core/styles';

/** What a status means, before it has a colour. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'error';

/** A surface and what is written on it. */
export interface ToneColours {
  readonly background: string;
  readonly foreground: string;
}

/** WCAG 2.1 AA for text (4.5:1), with a little room for rounding. */
const TEXT_CONTRAST = 4.7;

/** `over` painted at `amount` (0 to 1) on an opaque `under`. */
export function blend(over: string, under: string, amount: number): string {
  const a = decomposeColor(over).values;
  const b = decomposeColor(under).values;
  const mix = [0, 1, 2].map(i =>
    Math.round(Number(a[i]) * amount + Number(b[i]) * (1 - amount)),
  );
  return `rgb(${mix.join(', ')})`;
}

/** A colour as it is seen on an opaque background, which counts where it lets some of it through. */
function seenOn(color: string, background: string): string {
  const [, , , opacity = 1] = decomposeColor(color).values;
  return blend(color, background, Number(opacity));
}

/** The colour, opaque, darker or lighter as far as the contrast with the background asks for. */
export function readableOn(
  color: string,
  background: string,
  contrast: number = TEXT_CONTRAST,
): string {
  const onDark = getContrastRatio('#fff', background) > 4.5;
  const opaque = seenOn(color, background);
  for (let step = 0; step < 20; step++) {
    const amount = step * 0.05;
    const candidate = onDark ? lighten(opaque, amount) : darken(opaque, amount);
    if (getContrastRatio(candidate, background) >= contrast) {
      return candidate;
    }
  }
  return onDark ? '#fff' : '#000';
}

/** The theme's own colour of a tone, opaque. */
export function toneColour(theme: Theme, tone: Tone): string {
  return tone === 'neutral'
    ? blend(theme.palette.text.primary, theme.palette.background.paper, 0.62)
    : theme.palette[tone].main;
}

/** A quiet surface in the tone's colour with text that can be read on it, in any theme. */
export function toneColours(theme: Theme, tone: Tone): ToneColours {
  const colour = toneColour(theme, tone);
  const amount = theme.palette.type === 'dark' ? 0.2 : 0.13;
  const background = blend(colour, theme.palette.background.paper, amount);
  return { background, foreground: readableOn(colour, background) };
}
