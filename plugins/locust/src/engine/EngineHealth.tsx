import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { formatSpan } from '../format/formatClock';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { StaleNotice } from '../states/StaleNotice';
import { StateScreen } from '../states/StateScreen';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import SettingsEthernetIcon from '@material-ui/icons/SettingsEthernet';
import { engineStatus } from './engineStatus';

const ENGINE_INTERVAL_MS = 10_000;

/** Where clusters are named in the app configuration. */
const SETTING = 'locust.clusters';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  cluster: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.2fr) minmax(0, 2.4fr) minmax(0, 1.4fr)',
    gap: theme.spacing(1, 3),
    padding: theme.spacing(1.5, 0),
    fontSize: theme.typography.pxToRem(14),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    overflowWrap: 'anywhere',
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    fontSize: theme.typography.pxToRem(13),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  problems: {
    margin: theme.spacing(0.5, 0, 0),
    paddingLeft: theme.spacing(2),
    fontSize: theme.typography.pxToRem(13),
  },
}));

/** Per cluster: whether the engine works there, and what to do if it does not. */
export function EngineHealth() {
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const classes = useStyles();
  const engine = usePolled(
    'engine',
    () => api.getEngine(),
    () => ENGINE_INTERVAL_MS,
  );
  const now = useNow(10_000);
  return (
    <Panel
      title={t('engine.title')}
      subtitle={t('engine.about')}
      headingLevel="h2"
    >
      {engine.status === 'loading' && (
        <LoadingRows label={t('states.things.engine.loading')} count={2} />
      )}
      {engine.status === 'failed' && (
        <ErrorState
          what="engine"
          error={engine.error}
          onRetry={engine.reload}
        />
      )}
      {engine.status === 'loaded' && (
        <>
          {engine.staleBecause && (
            <StaleNotice
              updatedAt={engine.updatedAt}
              because={engine.staleBecause}
            />
          )}
          {engine.value.length === 0 ? (
            <StateScreen
              icon={<SettingsEthernetIcon />}
              title={t('engine.noCluster')}
            >
              {t('engine.nameOne', { setting: <code>{SETTING}</code> })}
            </StateScreen>
          ) : (
            <ul className={classes.list} aria-label={t('engine.clusters')}>
              {engine.value.map(health => (
                <ClusterItem key={health.cluster} health={health} now={now} />
              ))}
            </ul>
          )}
        </>
      )}
    </Panel>
  );
}

function ClusterItem(props: {
  readonly health: ClusterHealth;
  readonly now: Date;
}) {
  const { health, now } = props;
  const t = useTranslate();
  const classes = useStyles();
  const { word, tone, shape } = engineStatus(health.state, t);
  const failing = health.resources.filter(resource => resource.error);
  return (
    <li className={classes.cluster}>
      <div>
        <div className={classes.name}>{health.cluster}</div>
        <div className={classes.muted}>
          {[health.version, health.server].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div>
        <StatusChip tone={tone} icon={<StatusIcon shape={shape} />}>
          {word}
          {health.since && health.state !== 'healthy' && (
            <span title={formatAbsolute(health.since, t)}>
              {' · '}
              {t('states.since', {
                when: formatRelative(health.since, now, t),
              })}
            </span>
          )}
        </StatusChip>
        {health.state !== 'healthy' && <div>{health.message}</div>}
        {failing.length > 0 && (
          <ul className={classes.problems}>
            {failing.map(resource => (
              <li key={resource.resource}>
                <b>{resource.resource}</b>: {resource.error}
              </li>
            ))}
          </ul>
        )}
        {health.lastError && failing.length === 0 && (
          <div className={classes.muted}>
            {t('engine.lastError', { message: health.lastError })}
          </div>
        )}
      </div>
      <dl className={classes.facts}>
        <dt>{t('engine.leader')}</dt>
        <dd>{health.leader ?? NO_FIGURE}</dd>
        <dt>{t('engine.queue')}</dt>
        <dd>
          {health.oldestKeyMs
            ? t('engine.oldest', {
                depth: formatCount(health.queueDepth, t),
                age: formatSpan(health.oldestKeyMs / 1000),
              })
            : formatCount(health.queueDepth, t)}
        </dd>
      </dl>
    </li>
  );
}
