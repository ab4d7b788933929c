import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { Run } from 'backstage-plugin-locust-common';
import { formatCount, formatResponseTime } from '../format/formatNumber';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import type { PolledResource } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { explainError } from '../states/explainError';
import { readableOn } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import type { Baseline } from './useBaselineOf';

const useStyles = makeStyles(theme => ({
  line: {
    // It stands on the page itself, which is darker than the paper that the theme's own colour is for.
    color: readableOn(
      theme.palette.text.secondary,
      theme.palette.background.default,
    ),
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
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  if (baseline.status === 'failed') {
    return (
      <div className={classes.line} role="note">
        {t('delta.baselineFailed', {
          message: explainError(baseline.error, t).message,
        })}
      </div>
    );
  }
  if (baseline.status === 'loading' || !baseline.value) {
    return null;
  }
  const { run: other } = baseline.value;
  const started = other.startedAt ?? other.createdAt;
  const gaps = {
    baseline: (
      <Link to={paths.run(other.id)} title={formatAbsolute(started, t)}>
        {t('delta.baselineOf', {
          when: formatDayAndTime(started, undefined, t),
        })}
      </Link>
    ),
    p95: formatResponseTime(other.total?.percentiles['95'], t),
  };
  return (
    <div className={classes.line}>
      {other.users === undefined || other.users === run.users
        ? t('delta.heldAgainst', gaps)
        : t('delta.heldAgainstOthers', {
            ...gaps,
            theirs: formatCount(other.users, t),
            own: formatCount(run.users, t),
          })}{' '}
      · <Link to={paths.compare([other.id, run.id])}>{t('delta.compare')}</Link>
    </div>
  );
}
