import { makeStyles } from '@material-ui/core/styles';
import type { Point, Run } from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
import {
  formatCount,
  formatMilliseconds,
  formatRate,
} from '../format/formatNumber';
import { isActive } from '../status/isActive';
import { TimeChart, type Series } from './TimeChart';

const RESPONSE_TIMES: readonly Series[] = [
  { field: 'p95', name: 'p95', colour: 'second' },
  { field: 'median', name: 'median', colour: 'first' },
  { field: 'avg', name: 'average', colour: 'quiet', dashed: true },
];
const THROUGHPUT: readonly Series[] = [
  { field: 'rps', name: 'requests/s', colour: 'good' },
  { field: 'failuresPerSecond', name: 'failures/s', colour: 'bad' },
];
const USERS: readonly Series[] = [
  { field: 'users', name: 'users', colour: 'first' },
];

const useStyles = makeStyles(theme => ({
  charts: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    '& > :first-child': { gridColumn: '1 / -1' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** `200 of 200 since 0:40`, once all users are there. */
function usersNote(run: Run, points: readonly Point[]): string | undefined {
  if (!run.users) {
    return undefined;
  }
  const wanted = run.users;
  const full = points.find(point => point.users >= wanted);
  const now = points[points.length - 1]?.users;
  return full
    ? `all ${formatCount(wanted)} since ${formatClock(full.elapsedSeconds)}`
    : (now !== undefined && `${formatCount(now)} of ${formatCount(wanted)}`) ||
        undefined;
}

/** The run over time: response times, throughput, users. */
export default function RunCharts(props: {
  readonly run: Run;
  readonly points: readonly Point[];
}) {
  const { run, points } = props;
  const classes = useStyles();
  const emptyText = isActive(run.phase)
    ? 'The first figures come a few seconds after the start.'
    : 'No figures were recorded.';
  const shared = {
    points,
    emptyText,
    runTimeSeconds: isActive(run.phase) ? run.runTimeSeconds : undefined,
  };
  return (
    <div className={classes.charts}>
      <TimeChart
        {...shared}
        title="Response times"
        subtitle="ms, all requests of the last ten seconds"
        series={RESPONSE_TIMES}
        format={formatMilliseconds}
        height={230}
      />
      <TimeChart
        {...shared}
        title="Throughput"
        subtitle="per second"
        series={THROUGHPUT}
        format={formatRate}
        height={170}
      />
      <TimeChart
        {...shared}
        title="Users"
        subtitle={usersNote(run, points)}
        series={USERS}
        format={formatCount}
        height={170}
      />
    </div>
  );
}
