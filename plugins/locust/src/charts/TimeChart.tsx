import { useMemo } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { Point } from 'backstage-plugin-locust-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatClock } from '../format/formatClock';
import { Panel } from '../layout/Panel';
import { seriesColours, type SeriesColour } from './seriesColours';
import { thinPoints } from './thinPoints';
import { timeTicks } from './timeTicks';
import { tipStyle } from './tipStyle';

/** One line of a chart. */
export interface Series {
  readonly field:
    | 'users'
    | 'rps'
    | 'failuresPerSecond'
    | 'avg'
    | 'median'
    | 'p95';
  readonly name: string;
  readonly colour: SeriesColour;
  readonly dashed?: boolean;
}

const MOST_POINTS = 600;

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.primary,
    '& li': { display: 'flex', alignItems: 'center', gap: 5 },
  },
  swatch: { display: 'block', width: 14, height: 0, borderTop: '2px solid' },
  figure: { margin: 0, position: 'relative' },
  empty: {
    position: 'absolute',
    inset: 0,
    display: 'grid',
    placeItems: 'center',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
  tip: {
    ...tipStyle(theme),
    '& ul': { listStyle: 'none', margin: 0, padding: 0 },
    '& li': { display: 'flex', alignItems: 'center', gap: 6 },
    '& li span:nth-child(2)': { flex: 1, marginRight: theme.spacing(2) },
  },
}));

/** What a chart says to those who do not see it: the latest and the highest figure of each line. */
export function describeSeries(
  points: readonly Point[],
  series: readonly Series[],
  format: (value: number) => string,
): string {
  return series
    .map(({ field, name }) => {
      const values = points
        .map(point => point[field])
        .filter((value): value is number => value !== undefined);
      return values.length
        ? `${name}: latest ${format(
            values[values.length - 1],
          )}, highest ${format(Math.max(...values))}`
        : `${name}: no figures`;
    })
    .join('; ');
}

/** Lines over a run's time. All charts of a page share one crosshair. */
export function TimeChart(props: {
  readonly title: string;
  readonly subtitle?: string;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** How long the run is to be, so that the axis does not move while it goes. */
  readonly runTimeSeconds?: number;
  readonly height: number;
  readonly emptyText: string;
}) {
  const { title, points, series, format, runTimeSeconds, height } = props;
  const classes = useStyles();
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('xs'), { noSsr: true });
  const colours = useMemo(() => seriesColours(theme), [theme]);
  const drawn = useMemo(() => thinPoints(points, MOST_POINTS), [points]);
  const length = Math.max(
    points[points.length - 1]?.elapsedSeconds ?? 0,
    runTimeSeconds ?? 0,
    10,
  );
  const axis = {
    stroke: theme.palette.divider,
    tick: { fill: theme.palette.text.secondary, fontSize: 11 },
    tickLine: false,
  } as const;

  return (
    <Panel
      title={title}
      subtitle={props.subtitle}
      actions={
        <ul className={classes.legend} aria-label={`Lines of ${title}`}>
          {series.map(one => (
            <li key={one.field}>
              <span
                aria-hidden
                className={classes.swatch}
                style={{
                  borderColor: colours[one.colour],
                  borderTopStyle: one.dashed ? 'dashed' : 'solid',
                }}
              />
              {one.name}
            </li>
          ))}
        </ul>
      }
    >
      <figure
        className={classes.figure}
        role="img"
        aria-label={`${title}. ${describeSeries(points, series, format)}`}
      >
        <ResponsiveContainer width="100%" height={height}>
          <LineChart
            data={drawn as Point[]}
            syncId="run"
            syncMethod="value"
            accessibilityLayer={false}
            margin={{ top: 6, right: 12, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke={theme.palette.divider} />
            <XAxis
              {...axis}
              height={22}
              dataKey="elapsedSeconds"
              type="number"
              domain={[0, length]}
              ticks={timeTicks(length, narrow ? 4 : 6) as number[]}
              tickFormatter={formatClock}
              allowDataOverflow
            />
            <YAxis
              {...axis}
              width={46}
              axisLine={false}
              domain={[0, 'auto']}
              allowDecimals={false}
              tickFormatter={(value: number) => format(value)}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: theme.palette.text.secondary }}
              content={({ active, payload, label }) =>
                active && payload?.length ? (
                  <div className={classes.tip}>
                    <div>{formatClock(Number(label))}</div>
                    <ul>
                      {series.map(one => {
                        const item = payload.find(
                          entry => entry.dataKey === one.field,
                        );
                        return item?.value === undefined ? null : (
                          <li key={one.field}>
                            <span
                              className={classes.swatch}
                              style={{ borderColor: colours[one.colour] }}
                            />
                            <span>{one.name}</span>
                            <b>{format(Number(item.value))}</b>
                          </li>
                        );
                      })}
                    </ul>
                  </div>
                ) : null
              }
            />
            {series.map(one => (
              <Line
                key={one.field}
                dataKey={one.field}
                name={one.name}
                type="linear"
                stroke={colours[one.colour]}
                strokeWidth={2}
                strokeDasharray={one.dashed ? '5 4' : undefined}
                dot={false}
                activeDot={{ r: 3 }}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
        {points.length === 0 && (
          <div className={classes.empty}>{props.emptyText}</div>
        )}
      </figure>
    </Panel>
  );
}
