import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { Run } from 'backstage-plugin-locust-common';
import { formatCount, formatResponseTime } from '../format/formatNumber';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import type { PolledResource } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { explainError } from '../states/explainError';
import type { Baseline } from './useBaselineOf';

const useStyles = makeStyles(theme => ({
  line: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
}));

/** Which run the figures are held against; says so too where that could not be found out. */
export function BaselineLine(props: {
  readonly run: Run;
  readonly baseline: PolledResource<Baseline | undefined>;
}) {
  const { run, baseline } = props;
  const classes = useStyles();
  const paths = useLoadTestsPaths();
  if (baseline.status === 'failed') {
    return (
      <div className={classes.line} role="note">
        The baseline of this test could not be loaded:{' '}
        {explainError(baseline.error).message}
      </div>
    );
  }
  if (baseline.status === 'loading' || !baseline.value) {
    return null;
  }
  const { run: other } = baseline.value;
  const started = other.startedAt ?? other.createdAt;
  return (
    <div className={classes.line}>
      Held against the{' '}
      <Link to={paths.run(other.id)} title={formatAbsolute(started)}>
        baseline of {formatDayAndTime(started)}
      </Link>
      : p95 {formatResponseTime(other.total?.percentiles['95'])}
      {other.users !== undefined &&
        other.users !== run.users &&
        `, with ${formatCount(other.users)} users instead of ${formatCount(
          run.users,
        )}`}{' '}
      · <Link to={paths.compare([other.id, run.id])}>Compare</Link>
    </div>
  );
}
