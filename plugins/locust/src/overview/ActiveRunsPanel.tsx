import { makeStyles } from '@material-ui/core/styles';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import { Link } from '@backstage/core-components';
import type { Overview } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import { ActiveRunItem } from './ActiveRunItem';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  heading: {
    margin: theme.spacing(2, 0, 0.5),
    fontSize: theme.typography.pxToRem(13),
    fontWeight: 700,
  },
  more: {
    paddingTop: theme.spacing(1),
    fontSize: theme.typography.pxToRem(13),
  },
}));

/** As the list of runs is asked for those that have begun. */
const BEGUN = 'starting,running,stopping';

/** The runs of all clusters that go or wait. */
export function ActiveRunsPanel(props: {
  readonly overview: Pick<Overview, 'running' | 'queued'>;
  readonly now: Date;
  readonly onStopped: () => void;
}) {
  const { running, queued } = props.overview;
  const t = useTranslate();
  return (
    <Panel
      headingLevel="h2"
      title={t('overview.active.title')}
      subtitle={t('overview.active.counted', {
        running: formatCount(running.total, t),
        queued: formatCount(queued.total, t),
      })}
    >
      {running.total + queued.total === 0 && (
        <StateScreen
          icon={<HourglassEmptyIcon />}
          title={t('overview.active.none')}
        >
          {t('overview.active.noneHint')}
        </StateScreen>
      )}
      <RunList
        {...props}
        title={t('status.running')}
        runs={running}
        phase={BEGUN}
      />
      <RunList
        {...props}
        title={t('status.queued')}
        runs={queued}
        phase="queued"
      />
    </Panel>
  );
}

function RunList(props: {
  readonly title: string;
  readonly runs: Overview['running'];
  /** As the list of runs is asked for all of them. */
  readonly phase: string;
  readonly now: Date;
  readonly onStopped: () => void;
}) {
  const { title, runs, phase, now, onStopped } = props;
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  if (runs.total === 0) {
    return null;
  }
  return (
    <>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.list} aria-label={title}>
        {runs.items.map(run => (
          <ActiveRunItem
            key={run.id}
            run={run}
            now={now}
            onStopped={onStopped}
          />
        ))}
      </ul>
      {runs.total > runs.items.length && (
        <div className={classes.more}>
          {t('runs.shownOf', {
            number: formatCount(runs.items.length, t),
            total: formatCount(runs.total, t),
          })}{' '}
          · <Link to={paths.runs({ phase })}>{t('terms.allRuns')}</Link>
        </div>
      )}
    </>
  );
}
