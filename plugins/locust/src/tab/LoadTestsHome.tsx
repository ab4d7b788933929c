import { lazy, Suspense, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import { LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { formatCount } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { useRunSignals } from '../live/useRunSignals';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { RunsView } from '../runs/RunsView';
import { ClusterNotice } from '../states/ClusterNotice';
import { explainError } from '../states/explainError';
import { LoadingRows } from '../states/LoadingRows';
import { NoTargetState } from '../states/NoTargetState';
import { useTranslate } from '../translations/useTranslate';

const SchedulesView = lazy(() =>
  import('../schedules/SchedulesView').then(module => ({
    default: module.SchedulesView,
  })),
);

const TESTS_INTERVAL_MS = 15_000;
const TARGETS_INTERVAL_MS = 30_000;

const useStyles = makeStyles(theme => ({
  stack: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.75, 2),
    marginBottom: theme.spacing(1),
  },
  filters: {
    flex: '1 1 auto',
    display: 'flex',
    justifyContent: 'flex-end',
    [theme.breakpoints.down('xs')]: { order: 1, flexBasis: '100%' },
  },
}));

/** Runs and schedules of an entity. */
export function LoadTestsHome() {
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const paths = useLoadTestsPaths();
  const { entityRef } = paths;
  const [params, setParams] = useSearchParams();
  const view = params.get('view') === 'schedules' ? 'schedules' : 'runs';
  const now = useNow(15_000);
  const targets = usePolled(
    `targets ${entityRef}`,
    () => api.getTargets(entityRef),
    () => TARGETS_INTERVAL_MS,
  );
  const tests = usePolled(
    `tests ${entityRef}`,
    () => api.listTests({ entityRef }),
    () => TESTS_INTERVAL_MS,
    useRunSignals(entityRef),
  );

  const known = targets.status === 'loaded' ? targets.value : undefined;
  const unreachable =
    known?.clusters
      .filter(cluster => !cluster.available)
      .map(({ name, problem }) => ({
        cluster: name,
        message: problem ?? t('states.cluster.silent'),
        since:
          tests.status === 'loaded'
            ? tests.value.unavailable.find(one => one.cluster === name)?.since
            : undefined,
      })) ?? [];
  const withoutTarget =
    known !== undefined &&
    (known.clusters.length === 0 ||
      (!known.defaults.namespace &&
        known.clusters.every(cluster => cluster.namespaces.length === 0)));
  // Whoever may not see these load tests is told so once, by the list.
  const forbidden =
    targets.status === 'failed' &&
    explainError(targets.error, t).kind === 'noPermission';
  // A number is only said when every cluster answered.
  const count =
    tests.status === 'loaded' && tests.value.unavailable.length === 0
      ? tests.value.items.length
      : undefined;

  const toolbar = (filters: ReactNode) => (
    <div className={classes.bar}>
      <Segments
        label={t('tab.view')}
        value={view}
        options={[
          { value: 'runs', label: t('terms.runs') },
          {
            value: 'schedules',
            label:
              count === undefined
                ? t('tab.schedules')
                : t('tab.schedulesCounted', { number: formatCount(count, t) }),
          },
        ]}
        onChange={next => {
          const to = new URLSearchParams(params);
          if (next === 'runs') {
            to.delete('view');
          } else {
            to.set('view', next);
          }
          setParams(to);
        }}
      />
      <div className={classes.filters}>{filters}</div>
      {!withoutTarget && !forbidden && (
        <LinkButton
          to={paths.newRun()}
          variant="contained"
          color="primary"
          size="small"
        >
          {t('terms.newRun')}
        </LinkButton>
      )}{' '}
    </div>
  );

  return (
    <div className={classes.stack}>
      {unreachable.map(problem => (
        <ClusterNotice key={problem.cluster} problem={problem} now={now} />
      ))}
      {withoutTarget && (
        <Panel>
          <NoTargetState clusters={known.clusters.map(one => one.name)} />
        </Panel>
      )}
      <Panel label={t('terms.loadTests')}>
        {view === 'runs' ? (
          <RunsView
            toolbar={toolbar}
            canStart={!withoutTarget && !forbidden}
            testNames={
              tests.status === 'loaded'
                ? tests.value.items.map(test => test.test)
                : undefined
            }
          />
        ) : (
          <>
            {toolbar(undefined)}
            <Suspense
              fallback={
                <LoadingRows
                  label={t('states.things.schedules.loading')}
                  count={3}
                />
              }
            >
              <SchedulesView
                tests={tests}
                toldClusters={unreachable.map(one => one.cluster)}
              />
            </Suspense>
          </>
        )}
      </Panel>
    </div>
  );
}
