import { makeStyles } from '@material-ui/core/styles';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import { Link } from '@backstage/core-components';
import type { FailingTest, Overview } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { useSpokenStyles } from '../layout/useSpokenStyles';
import { useTableStyles } from '../layout/useTableStyles';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { StateScreen } from '../states/StateScreen';
import { RunStatusChip } from '../status/RunStatusChip';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { testIdentityOf } from '../trend/testIdentity';
import { PlaceLine } from '../places/PlaceLine';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1.1, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  what: { flex: '1 1 220px', minWidth: 0 },
  outcome: { maxWidth: '100%', overflowWrap: 'anywhere' },
  missed: {
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
  },
  more: {
    paddingTop: theme.spacing(1),
    fontSize: theme.typography.pxToRem(13),
  },
}));

/** `4 in a row, the first 3 days ago` */
function streakInWords(test: FailingTest, now: Date, t: Translate): string {
  const when = formatRelative(test.since, now, t);
  if (test.orMore) {
    return t('overview.failing.atLeast', {
      number: formatCount(test.inARow, t),
      when,
    });
  }
  return test.inARow === 1
    ? t('overview.failing.once', { when })
    : t('overview.failing.inARow', {
        number: formatCount(test.inARow, t),
        when,
      });
}

/** The tests whose last run failed its thresholds or could not be carried out, and for how long it has been so. */
export function FailingTestsPanel(props: {
  readonly failing: Overview['failing'];
  readonly now: Date;
}) {
  const { failing, now } = props;
  const classes = useStyles();
  const { spoken } = useSpokenStyles();
  const table = useTableStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  return (
    <Panel
      headingLevel="h2"
      title={t('overview.failing.title')}
      subtitle={t('overview.failing.about')}
    >
      {failing.total === 0 && (
        <StateScreen
          icon={<CheckCircleOutlineIcon />}
          title={t('overview.failing.none')}
        />
      )}
      <ul className={classes.list} aria-label={t('overview.failing.title')}>
        {failing.items.map(test => (
          <li key={test.runId} className={classes.item}>
            <div className={classes.what}>
              <Link
                to={paths.trend(testIdentityOf(test))}
                className={table.name}
                aria-label={t('schedules.trendOf', { test: test.test })}
              >
                {test.test}
              </Link>
              <PlaceLine of={test} />
              <div
                className={table.muted}
                title={formatAbsolute(test.since, t)}
              >
                {streakInWords(test, now, t)}
              </div>
            </div>
            <div className={classes.outcome}>
              <Link to={paths.run(test.runId)}>
                <RunStatusChip run={test} now={now} />
                <span className={spoken}>
                  {t('overview.failing.lastRunOf', { test: test.test })}
                </span>
              </Link>
              {test.missed.map(threshold => (
                <div
                  key={threshold}
                  className={`${table.muted} ${classes.missed}`}
                >
                  {threshold}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {failing.total > failing.items.length && (
        <div className={classes.more}>
          {t('runs.shownOf', {
            number: formatCount(failing.items.length, t),
            total: formatCount(failing.total, t),
          })}
        </div>
      )}
    </Panel>
  );
}
