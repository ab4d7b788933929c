import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Run } from 'backstage-plugin-locust-common';
import { seriesColours } from '../charts/seriesColours';
import { formatResponseTime } from '../format/formatNumber';
import { useTranslate } from '../translations/useTranslate';

const WIDTH = 72;
const HEIGHT = 20;
/** Half of the line's width, so that it is not cut at the edges. */
const MARGIN = 1;

const useStyles = makeStyles({
  // Below the figure, which stands at the end of its column.
  course: {
    display: 'block',
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 'auto',
  },
});

/** Where the values stand in the box: evenly from left to right, the highest at the top and 0 at the bottom. */
export function coursePoints(values: readonly number[]): string {
  const highest = Math.max(...values, 1);
  const step = (WIDTH - 2 * MARGIN) / Math.max(values.length - 1, 1);
  return values
    .map((value, place) => {
      const x = MARGIN + place * step;
      const y = HEIGHT - MARGIN - (value / highest) * (HEIGHT - 2 * MARGIN);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** How the p95 went in a run, small. Nothing where there are not two values of it. */
export function P95Course(props: {
  readonly run: Pick<Run, 'test' | 'verdict' | 'p95OverTime'>;
}) {
  const { test, verdict, p95OverTime = [] } = props.run;
  const classes = useStyles();
  const colours = seriesColours(useTheme());
  const t = useTranslate();
  if (p95OverTime.length < 2) {
    return null;
  }
  return (
    <svg
      className={classes.course}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('runs.p95Course', {
        test,
        first: formatResponseTime(p95OverTime[0], t),
        last: formatResponseTime(p95OverTime[p95OverTime.length - 1], t),
        highest: formatResponseTime(Math.max(...p95OverTime), t),
      })}
    >
      <polyline
        points={coursePoints(p95OverTime)}
        fill="none"
        stroke={verdict === 'failed' ? colours.bad : colours.first}
        strokeWidth={1.5}
      />
    </svg>
  );
}
