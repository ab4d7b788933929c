import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { TestTrendRun } from 'backstage-plugin-locust-common';
import { seriesColours } from '../charts/seriesColours';
import { formatCount, formatResponseTime } from '../format/formatNumber';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { OutcomePoint } from './OutcomePoint';

const WIDTH = 220;
const HEIGHT = 38;
const MARGIN = 7;

const useStyles = makeStyles({
  spark: { display: 'block', width: '100%', maxWidth: 360, height: HEIGHT },
});

/** What a run adds to the line. */
export type SparkRun = Pick<
  TestTrendRun,
  'runId' | 'phase' | 'verdict' | 'p95'
>;

/** Where runs stand in a box: evenly from left to right, the slowest at the top and 0 at the bottom. */
export function sparkPoints<T extends SparkRun>(
  runs: readonly T[],
): ReadonlyArray<{ readonly run: T; readonly x: number; readonly y: number }> {
  const drawn = runs.filter(run => run.p95 !== undefined);
  const highest = Math.max(...drawn.map(run => run.p95 ?? 0), 1);
  const step = (WIDTH - 2 * MARGIN) / Math.max(drawn.length - 1, 1);
  return drawn.map((run, place) => ({
    run,
    x: drawn.length === 1 ? WIDTH / 2 : MARGIN + place * step,
    y: HEIGHT - MARGIN - ((run.p95 ?? 0) / highest) * (HEIGHT - 2 * MARGIN),
  }));
}

/** What the line says to those who do not see it. */
export function describeSpark(runs: readonly SparkRun[], t: Translate): string {
  const drawn = runs.filter(run => run.p95 !== undefined);
  const values = drawn.map(run => run.p95 ?? 0);
  const passed = drawn.filter(run => run.verdict === 'passed').length;
  const failed = drawn.filter(run => run.verdict === 'failed').length;
  const figures = {
    runs: formatCount(drawn.length, t),
    first: formatResponseTime(values[0], t),
    last: formatResponseTime(values[values.length - 1], t),
    highest: formatResponseTime(Math.max(...values), t),
  };
  return passed + failed
    ? t('trend.sparkJudged', {
        ...figures,
        passed: formatCount(passed, t),
        failed: formatCount(failed, t),
      })
    : t('trend.spark', figures);
}

/** The p95 of the last runs, small: its way, and what came of each run. Nothing where there are not two of them. */
export function Sparkline(props: { readonly runs: readonly SparkRun[] }) {
  const classes = useStyles();
  const theme = useTheme();
  const t = useTranslate();
  const points = sparkPoints(props.runs);
  if (points.length < 2) {
    return null;
  }
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={describeSpark(props.runs, t)}
    >
      <polyline
        points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
        fill="none"
        stroke={seriesColours(theme).quiet}
        strokeWidth={1.5}
      />
      {points.map(({ run, x, y }) => (
        <OutcomePoint key={run.runId} x={x} y={y} run={run} size={3.5} />
      ))}
    </svg>
  );
}
