import { makeStyles, useTheme } from '@material-ui/core/styles';
import { useHref, useNavigate } from 'react-router-dom';
import type { TestTrendRun } from 'backstage-plugin-locust-common';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { seriesColours } from '../charts/seriesColours';
import { formatDay, formatDayAndTime } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { OutcomePoint } from './OutcomePoint';
import { usualRange, type TrendFigure } from './trendMetrics';
import { trendRows, type TrendRow } from './trendRows';
import { trendStatus } from './trendStatus';
import { tipStyle } from '../charts/tipStyle';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  tip: tipStyle(theme),
  muted: { color: theme.palette.text.secondary },
  point: { cursor: 'pointer', '& rect': { pointerEvents: 'all' } },
}));

/**
 * A figure of the last runs of a test, with what was usual before each. Its points lead to their runs for those who
 * point at them; the table of the same page does for those who do not.
 */
export default function TrendChart(props: {
  readonly figure: TrendFigure;
  readonly runs: readonly TestTrendRun[];
  readonly height: number;
}) {
  const { figure, runs, height } = props;
  const classes = useStyles();
  const t = useTranslate();
  const theme = useTheme();
  const colours = seriesColours(theme);
  const rows = trendRows(runs, figure.metric);
  const axis = {
    stroke: theme.palette.divider,
    tick: { fill: theme.palette.text.secondary, fontSize: 11 },
    tickLine: false,
  } as const;
  return (
    <Panel title={figure.name}>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={height}>
          <ComposedChart
            data={rows as TrendRow[]}
            accessibilityLayer={false}
            margin={{ top: 10, right: 14, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke={theme.palette.divider} />
            <XAxis
              {...axis}
              height={22}
              dataKey="place"
              type="number"
              domain={[0, Math.max(rows.length - 1, 1)]}
              padding={{ left: 12, right: 12 }}
              allowDecimals={false}
              minTickGap={36}
              tickFormatter={place =>
                rows[place] ? formatDay(rows[place].run.createdAt, t) : ''
              }
            />
            <YAxis
              {...axis}
              width={64}
              axisLine={false}
              domain={[0, 'auto']}
              tickFormatter={(value: number) => figure.format(value)}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: theme.palette.text.secondary }}
              content={({ active, label }) => {
                const row = rows[Number(label)];
                const usual = row && usualRange(row.run, figure);
                return active && row ? (
                  <div className={classes.tip}>
                    <div>
                      {formatDayAndTime(row.run.createdAt, undefined, t)}
                    </div>
                    <b>
                      {trendStatus(row.run, t).word} ·{' '}
                      {figure.format(row.value)}
                    </b>
                    <div className={classes.muted}>
                      {usual
                        ? t('trend.tip.usual', { usual })
                        : t('trend.tip.notHeld')}
                      {row.run.users !== undefined &&
                        ` · ${t('terms.userCount', { count: row.run.users })}`}
                    </div>
                  </div>
                ) : null;
              }}
            />
            <Area
              dataKey="usual"
              type="linear"
              stroke="none"
              fill={colours.first}
              fillOpacity={theme.palette.type === 'dark' ? 0.22 : 0.13}
              activeDot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="value"
              type="linear"
              stroke={colours.quiet}
              strokeWidth={1.5}
              connectNulls
              isAnimationActive={false}
              activeDot={false}
              dot={({ cx, cy, payload }) => (
                <RunPoint key={payload.run.runId} x={cx} y={cy} row={payload} />
              )}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </Panel>
  );
}

/** A point that leads to its run. */
function RunPoint(props: {
  readonly x?: number;
  readonly y?: number;
  readonly row: TrendRow;
}) {
  const { x, y, row } = props;
  const classes = useStyles();
  const paths = useLoadTestsPaths();
  const navigate = useNavigate();
  const path = paths.run(row.run.runId);
  const href = useHref(path);
  if (x === undefined || y === undefined || row.value === undefined) {
    return <g />;
  }
  return (
    <a
      href={href}
      className={classes.point}
      tabIndex={-1}
      onClick={event => {
        if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
          event.preventDefault();
          navigate(path);
        }
      }}
    >
      {/* Easier to hit than what is seen. */}
      <circle cx={x} cy={y} r={12} fill="transparent" />
      <OutcomePoint x={x} y={y} run={row.run} regression={row.regression} />
    </a>
  );
}
