import { useMemo, type ReactNode } from 'react';
import { useSame } from '../live/useSame';
import { useTranslate } from '../translations/useTranslate';
import type { ChartLimit } from './chartLimits';
import type { ChartMarker } from './chartMarkers';
import type { ChartsView } from './ChartsView';
import { limitsOn, markersOn, type SamplesOfLine } from './runLimits';
import { TimeChart } from './TimeChart';
import type { TimeLine } from './TimeLine';

/** A chart of a run with the limits that its lines are held against, and what is marked on it. */
export function RunChart(props: {
  readonly title: string;
  readonly subtitle?: string;
  readonly lines: readonly TimeLine[];
  readonly view: ChartsView;
  readonly format: (value: number) => string;
  readonly height: number;
  readonly emptyText: string;
  readonly hintId: string;
  readonly words?: boolean;
  readonly actions?: ReactNode;
  /** All of the run. */
  readonly markers: readonly ChartMarker[];
  readonly limits: readonly ChartLimit[];
  /** The lines of this chart that thresholds are about. */
  readonly samplesOf: SamplesOfLine;
}) {
  const { markers, limits, samplesOf, ...chart } = props;
  const t = useTranslate();
  const own = useSame(limitsOn(limits, samplesOf));
  const marked = useSame(
    useMemo(
      () => markersOn(markers, own, samplesOf, t),
      [markers, own, samplesOf, t],
    ),
  );
  return <TimeChart {...chart} limits={own} markers={marked} />;
}
