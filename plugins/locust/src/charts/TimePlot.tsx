import { memo, useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslate } from '../translations/useTranslate';
import type { ChartLimit } from './chartLimits';
import type { ChartMarker } from './chartMarkers';
import type { ChartsView } from './ChartsView';
import { describeLines } from './describeLines';
import { momentsOf } from './momentsOf';
import { PlotCrosshair } from './PlotCrosshair';
import { PLOT_FRAME } from './plotFrame';
import { PlotLines } from './PlotLines';
import { PlotMarks } from './PlotMarks';
import { highestOf } from './Samples';
import type { TimeLine } from './TimeLine';
import { samplesWithin } from './TimeSpan';
import { valueScale } from './valueScale';

/** A limit that is further off would press the lines to the ground; it is written at the edge instead. */
const LIMIT_REACH = 2.5;

const useStyles = makeStyles(theme => ({
  plot: { position: 'relative' },
  // A layer of its own: thousands of dashes are not painted again because a crosshair moves above them.
  figure: { margin: 0, willChange: 'transform' },
  above: { position: 'absolute', ...PLOT_FRAME },
  empty: {
    position: 'absolute',
    inset: 0,
    display: 'grid',
    placeItems: 'center',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
}));

const NO_MARKERS: readonly ChartMarker[] = [];
const NO_LIMITS: readonly ChartLimit[] = [];

/** What a chart over time is about. */
export interface TimePlotProps {
  /** What is drawn. */
  readonly title: string;
  readonly lines: readonly TimeLine[];
  readonly view: ChartsView;
  readonly format: (value: number) => string;
  readonly height: number;
  readonly emptyText: string;
  readonly markers?: readonly ChartMarker[];
  readonly limits?: readonly ChartLimit[];
  /** Whether markers have their words beside them. */
  readonly words?: boolean;
  readonly emphasis?: string;
  readonly hintId?: string;
}

/** Lines over time with a crosshair and a stretch to choose, both shared with the other charts of the page. */
export const TimePlot = memo(function Plot(props: TimePlotProps) {
  const { title, lines, view, format, height, emphasis } = props;
  const { markers = NO_MARKERS, limits = NO_LIMITS } = props;
  const { span } = view;
  const t = useTranslate();
  const classes = useStyles();
  const moments = useMemo(() => momentsOf(lines, span), [lines, span]);
  const scale = useMemo(() => {
    const highest = Math.max(
      0,
      ...lines.map(
        ({ samples }) => highestOf(samplesWithin(samples, span)) ?? 0,
      ),
    );
    const near = limits
      .map(({ value }) => value)
      .filter(value => value <= highest * LIMIT_REACH);
    return valueScale(Math.max(highest, ...near));
  }, [lines, span, limits]);
  const isEmpty = lines.every(({ samples }) => samples.seconds.length === 0);
  const said = [
    `${title}. ${describeLines(lines, span, format, t)}`,
    ...limits.map(({ threshold }) => t('charts.threshold', { threshold })),
  ].join('; ');

  return (
    <div className={classes.plot}>
      <figure className={classes.figure} role="img" aria-label={said}>
        <PlotLines
          lines={lines}
          from={span.from}
          to={span.to}
          scale={scale}
          format={format}
          height={height}
          emphasis={emphasis}
        />
      </figure>
      <div className={classes.above}>
        <PlotMarks
          lines={lines}
          markers={markers}
          limits={limits}
          from={span.from}
          to={span.to}
          top={scale.top}
          words={Boolean(props.words)}
        />
        {!isEmpty && (
          <PlotCrosshair
            title={title}
            lines={lines}
            moments={moments}
            top={scale.top}
            format={format}
            view={view}
            hintId={props.hintId}
          />
        )}
      </div>
      {isEmpty && <div className={classes.empty}>{props.emptyText}</div>}
    </div>
  );
});
