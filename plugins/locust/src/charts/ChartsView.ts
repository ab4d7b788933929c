import type { Crosshair } from './Crosshair';
import type { TimeSpan } from './TimeSpan';

/** What all charts of a page show alike. */
export interface ChartsView {
  readonly whole: TimeSpan;
  /** The stretch that is shown. */
  readonly span: TimeSpan;
  readonly isZoomed: boolean;
  /** Shows a stretch; what is too short to see, or all there is, shows all. */
  readonly show: (span: TimeSpan | undefined) => void;
  readonly crosshair: Crosshair;
}
