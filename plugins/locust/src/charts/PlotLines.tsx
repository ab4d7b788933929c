import { memo, useMemo } from 'react';
import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { formatClock } from '../format/formatClock';
import { PLOT_FRAME } from './plotFrame';
import { samplesWithin } from './TimeSpan';
import { thinSamples, type DrawnPoint } from './thinSamples';
import type { TimeLine } from './TimeLine';
import { timeTicks } from './timeTicks';
import type { ValueScale } from './valueScale';

/** More than a line has pixels to show them on. */
const MOST_POINTS = 600;
/** Of all lines of a chart together. */
const MOST_POINTS_OF_ALL = 6_000;

/** Grid, axes and lines: what stays while the pointer moves, and is drawn again only when it has changed itself. */
export const PlotLines = memo(function Lines(props: {
  readonly lines: readonly TimeLine[];
  readonly from: number;
  readonly to: number;
  readonly scale: ValueScale;
  readonly format: (value: number) => string;
  readonly height: number;
  /** The line that the others step back behind. */
  readonly emphasis?: string;
}) {
  const { lines, from, to, scale, format, height, emphasis } = props;
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('xs'), { noSsr: true });
  const drawn = useMemo(() => {
    const limit = Math.min(
      MOST_POINTS,
      Math.floor(MOST_POINTS_OF_ALL / Math.max(lines.length, 1)),
    );
    return lines.map(({ samples, kept }) =>
      thinSamples(samplesWithin(samples, { from, to }, true), limit, kept),
    );
  }, [lines, from, to]);
  const ticks = useMemo(
    () => timeTicks({ from, to }, narrow ? 4 : 6),
    [from, to, narrow],
  );
  const axis = {
    stroke: theme.palette.divider,
    tick: { fill: theme.palette.text.secondary, fontSize: 11 },
    tickLine: false,
  } as const;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        accessibilityLayer={false}
        margin={{
          top: PLOT_FRAME.top,
          right: PLOT_FRAME.right,
          bottom: 0,
          left: 0,
        }}
      >
        <CartesianGrid vertical={false} stroke={theme.palette.divider} />
        <XAxis
          {...axis}
          height={PLOT_FRAME.bottom}
          dataKey="seconds"
          type="number"
          domain={[from, to]}
          ticks={ticks as number[]}
          tickFormatter={seconds => formatClock(seconds)}
          allowDataOverflow
        />
        <YAxis
          {...axis}
          width={PLOT_FRAME.left}
          axisLine={false}
          domain={[0, scale.top]}
          ticks={scale.ticks as number[]}
          interval={0}
          tickFormatter={value => format(value)}
          allowDataOverflow
        />
        {lines.map((line, place) => (
          <Line
            key={line.id}
            data={drawn[place] as DrawnPoint[]}
            dataKey="value"
            name={line.name}
            type="linear"
            stroke={line.colour}
            strokeWidth={line.id === emphasis ? 3 : 2}
            strokeOpacity={
              emphasis === undefined || line.id === emphasis ? 1 : 0.25
            }
            strokeDasharray={line.dash}
            dot={false}
            activeDot={false}
            tooltipType="none"
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
});
