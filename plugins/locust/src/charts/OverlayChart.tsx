import { useMemo } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { ComparisonRow } from 'backstage-plugin-locust-common';
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
import { overlayStyles, runLetter } from './overlayStyles';
import { timeTicks } from './timeTicks';
import { tipStyle } from './tipStyle';

const HEIGHT = 260;

const useStyles = makeStyles(theme => ({
  figure: { margin: 0 },
  empty: {
    height: HEIGHT,
    display: 'grid',
    placeItems: 'center',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
  tip: {
    ...tipStyle(theme),
    '& ul': { listStyle: 'none', margin: 0, padding: 0 },
    '& li': { display: 'flex', alignItems: 'center', gap: 8 },
    '& li b': { marginLeft: 'auto' },
  },
}));

/** What the lines say to those who do not see them: the mean and the highest figure of each run. */
export function describeOverlay(
  rows: readonly ComparisonRow[],
  names: readonly string[],
  format: (value: number) => string,
): string {
  return names
    .map((name, place) => {
      const values = rows
        .map(row => row.values[place])
        .filter((value): value is number => typeof value === 'number');
      if (values.length === 0) {
        return `${name}: no figures`;
      }
      const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
      return `${name}: on average ${format(mean)}, highest ${format(
        Math.max(...values),
      )}`;
    })
    .join('; ');
}

/** A figure of several runs over the time since each began. */
export default function OverlayChart(props: {
  readonly title: string;
  readonly rows: readonly ComparisonRow[];
  /** In the order of the runs. */
  readonly names: readonly string[];
  readonly format: (value: number) => string;
}) {
  const { title, rows, names, format } = props;
  const classes = useStyles();
  const theme = useTheme();
  const narrow = useMediaQuery(theme.breakpoints.down('xs'), { noSsr: true });
  const styles = useMemo(
    () => overlayStyles(theme, names.length),
    [theme, names.length],
  );
  const drawn = useMemo(
    () =>
      rows.map(({ elapsedSeconds, values }) => ({
        elapsedSeconds,
        ...Object.fromEntries(
          values.map((value, place) => [runLetter(place), value ?? undefined]),
        ),
      })),
    [rows],
  );
  const length = Math.max(rows[rows.length - 1]?.elapsedSeconds ?? 0, 10);
  const axis = {
    stroke: theme.palette.divider,
    tick: { fill: theme.palette.text.secondary, fontSize: 11 },
    tickLine: false,
  } as const;

  if (rows.length === 0) {
    return (
      <div className={classes.empty}>
        None of these runs has this figure over time.
      </div>
    );
  }
  return (
    <figure
      className={classes.figure}
      role="img"
      aria-label={`${title}. ${describeOverlay(rows, names, format)}`}
    >
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart
          data={drawn}
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
          />
          <YAxis
            {...axis}
            width={46}
            axisLine={false}
            domain={[0, 'auto']}
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
                    {names.map((name, place) => {
                      const item = payload.find(
                        entry => entry.dataKey === runLetter(place),
                      );
                      return item?.value === undefined ? null : (
                        <li key={runLetter(place)}>
                          <span style={{ color: styles[place].colour }}>
                            {runLetter(place)}
                          </span>
                          <span>{name}</span>
                          <b>{format(Number(item.value))}</b>
                        </li>
                      );
                    })}
                  </ul>
                </div>
              ) : null
            }
          />
          {names.map((_, place) => (
            <Line
              key={runLetter(place)}
              dataKey={runLetter(place)}
              type="linear"
              stroke={styles[place].colour}
              strokeWidth={2}
              strokeDasharray={styles[place].dash}
              dot={false}
              activeDot={{ r: 3 }}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}
