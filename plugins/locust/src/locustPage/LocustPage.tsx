import { lazy, Suspense } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Route, Routes, useSearchParams } from 'react-router-dom';
import { Content } from '@backstage/core-components';
import { FreezePanel } from '../freezes/FreezePanel';
import { EngineHealth } from '../engine/EngineHealth';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { Stack } from '../layout/Stack';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import { RunsView } from '../runs/RunsView';
import { LoadingRows } from '../states/LoadingRows';
import { useTranslate } from '../translations/useTranslate';

const RunPage = lazy(() => import('../runPage/RunPage'));
const ComparePage = lazy(() => import('../compare/ComparePage'));
const UsagePanel = lazy(() => import('../usage/UsagePanel'));
const TrendPage = lazy(() => import('../trend/TrendPage'));

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1.75, 2),
    marginBottom: theme.spacing(1),
  },
  title: {
    margin: 0,
    fontSize: theme.typography.pxToRem(16),
    fontWeight: 700,
  },
}));

function AllLoadTests() {
  const classes = useStyles();
  const t = useTranslate();
  const [params, setParams] = useSearchParams();
  const view = params.get('view') === 'usage' ? 'usage' : 'runs';
  return (
    <Stack>
      <FreezePanel />
      <EngineHealth />
      <div>
        <Segments
          label={t('locustPage.view')}
          value={view}
          options={[
            { value: 'runs', label: t('terms.runs') },
            { value: 'usage', label: t('usage.title') },
          ]}
          onChange={next =>
            setParams(next === 'runs' ? {} : { view: next }, { replace: true })
          }
        />
      </div>
      {view === 'usage' ? (
        <UsagePanel />
      ) : (
        <Panel label={t('terms.runs')}>
          <RunsView
            withPlace
            toolbar={filters => (
              <div className={classes.bar}>
                <h2 className={classes.title}>{t('terms.runs')}</h2>
                {filters}
              </div>
            )}
          />
        </Panel>
      )}
    </Stack>
  );
}

/** All runs that the signed-in person may see, and the health of the engine; the frame around it is the app's. */
export function LocustPageContent() {
  const t = useTranslate();
  return (
    <Content>
      <LoadTestsPathsProvider>
        <Suspense
          fallback={
            <Panel>
              <LoadingRows label={t('states.loading')} />
            </Panel>
          }
        >
          <Routes>
            <Route path="/" element={<AllLoadTests />} />
            <Route path="runs/:runId/:tab?" element={<RunPage />} />
            <Route path="compare" element={<ComparePage />} />
            <Route path="trend" element={<TrendPage />} />
          </Routes>
        </Suspense>
      </LoadTestsPathsProvider>
    </Content>
  );
}
