import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import type { Overview } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { EngineHealth } from '../engine/EngineHealth';
import { formatCount } from '../format/formatNumber';
import { FigureTile } from '../layout/FigureTile';
import { Panel } from '../layout/Panel';
import { Stack } from '../layout/Stack';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { useRunSignals } from '../live/useRunSignals';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';
import { ActiveRunsPanel } from './ActiveRunsPanel';
import { FailingTestsPanel } from './FailingTestsPanel';
import { isNearLimit } from './limitLevel';
import { LimitsPanel } from './LimitsPanel';

/** While something goes its figures are renewed; otherwise only to notice that something has begun. */
const ACTIVE_INTERVAL_MS = 5_000;
const QUIET_INTERVAL_MS = 20_000;

const useStyles = makeStyles(theme => ({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gap: theme.spacing(1),
    },
  },
  beside: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: theme.spacing(2),
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

function isAnyActive({ running, queued }: Overview): boolean {
  return running.total + queued.total > 0;
}

/** What goes on over all clusters: what runs and waits, what fails, who is near a limit, and how the engine is. */
export default function OverviewView() {
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const overview = usePolled(
    'overview',
    () => api.getOverview(),
    value => (isAnyActive(value) ? ACTIVE_INTERVAL_MS : QUIET_INTERVAL_MS),
    useRunSignals(undefined),
  );
  const now = useNow(
    overview.status === 'loaded' && isAnyActive(overview.value)
      ? 1_000
      : 30_000,
  );
  return (
    <Stack>
      <PolledContent resource={overview} what="overview" rows={4} frame={Panel}>
        {value => (
          <>
            <dl className={classes.tiles} aria-label={t('overview.figures')}>
              <FigureTile
                label={t('status.running')}
                value={formatCount(value.running.total, t)}
              />
              <FigureTile
                label={t('status.queued')}
                value={formatCount(value.queued.total, t)}
              />
              <FigureTile
                label={t('overview.failing.title')}
                value={formatCount(value.failing.total, t)}
                bad={value.failing.total > 0}
              />
              <FigureTile
                label={t('overview.limits.nearCount')}
                value={formatCount(
                  [...value.clusters, ...value.owners.items].filter(isNearLimit)
                    .length,
                  t,
                )}
              />
            </dl>
            <ActiveRunsPanel
              overview={value}
              now={now}
              onStopped={overview.reload}
            />
            <div className={classes.beside}>
              <FailingTestsPanel failing={value.failing} now={now} />
              <LimitsPanel overview={value} />
            </div>
          </>
        )}
      </PolledContent>
      <EngineHealth />
    </Stack>
  );
}
