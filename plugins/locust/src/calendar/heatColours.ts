import type { Theme } from '@material-ui/core/styles';
import { blend, readableOn, toneColour } from '../status/toneColours';

/** As many shades as can be told apart at a glance. */
const SHADES = 5;
const LEAST = 0.1;
const MOST = 0.6;

/** The shade of an amount, from 1 to 5; 0 where there is none. */
export function heatShade(amount: number, most: number): number {
  return amount <= 0 || most <= 0
    ? 0
    : Math.min(SHADES, Math.max(1, Math.ceil((amount / most) * SHADES)));
}

/** Surfaces from pale to full in the theme's own colour, with text that can be read on them. Shade 0 is none. */
export function heatColours(theme: Theme): ReadonlyArray<{
  readonly backgroundColor: string;
  readonly color: string;
}> {
  const { paper } = theme.palette.background;
  const colour = toneColour(theme, 'info');
  return Array.from({ length: SHADES + 1 }, (_, shade) => {
    const amount =
      shade === 0 ? 0 : LEAST + ((shade - 1) / (SHADES - 1)) * (MOST - LEAST);
    const backgroundColor = blend(colour, paper, amount);
    return {
      backgroundColor,
      color: readableOn(theme.palette.text.primary, backgroundColor),
    };
  });
}
