import type { Theme } from '@material-ui/core/styles';
import { readableOn, toneColour } from '../status/toneColours';
import { turnHue } from './seriesColours';

/** How a run's line is drawn among others. */
export interface OverlayStyle {
  readonly colour: string;
  readonly dash?: string;
}

const DASHES: ReadonlyArray<string | undefined> = [
  undefined,
  '7 4',
  '2 3',
  '11 4 2 4',
  '5 2 1 2 1 2',
  '14 5',
];

/** Degrees between hues: a turn of the wheel for each dash, and never two lines of the same colour in a row. */
const HUE_STEP = 100;
const HUES = 4;

/** Lines that can be told apart in any theme, by colour and, where there are many, by their dashes. */
export function overlayStyles(
  theme: Theme,
  count: number,
): readonly OverlayStyle[] {
  const base = toneColour(theme, 'info');
  return Array.from({ length: count }, (_, place) => ({
    colour: readableOn(
      turnHue(base, place * HUE_STEP),
      theme.palette.background.paper,
      3.2,
    ),
    dash: DASHES[Math.floor(place / HUES) % DASHES.length],
  }));
}

/** What a run of a comparison is called where there is no room for more: A, B, C. */
export function runLetter(place: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + place);
}
