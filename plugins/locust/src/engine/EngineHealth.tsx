import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { StaleNotice } from '../states/StaleNotice';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import SettingsEthernetIcon from '@material-ui/icons/SettingsEthernet';
import { ClusterItem } from './ClusterItem';
import { Findings } from './Findings';

const ENGINE_INTERVAL_MS = 10_000;

/** Where clusters are named in the app configuration. */
const SETTING = 'locust.clusters';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** Whether this backend and, per cluster, the engine work, and what to do if they do not. */
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
          <Findings
            findings={engine.value.findings}
            about={t('engine.replica')}
          />
          {engine.value.clusters.length === 0 ? (
            <StateScreen
              icon={<SettingsEthernetIcon />}
              title={t('engine.noCluster')}
            >
              {t('engine.nameOne', { setting: <code>{SETTING}</code> })}
            </StateScreen>
          ) : (
            <ul className={classes.list} aria-label={t('engine.clusters')}>
              {engine.value.clusters.map(health => (
                <ClusterItem key={health.cluster} health={health} now={now} />
              ))}
            </ul>
          )}
        </>
      )}
    </Panel>
  );
}
