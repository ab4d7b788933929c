import { lazy, Suspense } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Route, Routes, useSearchParams } from 'react-router-dom';
import { Content } from '@backstage/core-components';
import { FreezePanel } from '../freezes/FreezePanel';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { Stack } from '../layout/Stack';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import { RunsView } from '../runs/RunsView';
import { LoadingRows } from '../states/LoadingRows';
import { useTranslate } from '../translations/useTranslate';

const RunPage = lazy(() => import('../runPage/RunPage'));
const ComparePage = lazy(() => import('../compare/ComparePage'));
const AllSchedulesView = lazy(() => import('../schedules/AllSchedulesView'));
const CalendarView = lazy(() => import('../calendar/CalendarView'));
const OverviewView = lazy(() => import('../overview/OverviewView'));
const UsagePanel = lazy(() => import('../usage/UsagePanel'));
const TrendPage = lazy(() => import('../trend/TrendPage'));

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1.5, 2),
  },
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

/** The views of all load tests; the first is what one sees when one comes. */
const VIEWS = ['overview', 'runs', 'schedules', 'calendar', 'usage'] as const;

type View = (typeof VIEWS)[number];

function AllLoadTests() {
  const classes = useStyles();
  const t = useTranslate();
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find(one => one === params.get('view')) ?? VIEWS[0];
  const names: Readonly<Record<View, string>> = {
    overview: t('overview.title'),
    runs: t('terms.runs'),
    schedules: t('schedules.list'),
    calendar: t('calendar.view'),
    usage: t('usage.title'),
  };
  return (
    <Stack>
      <div className={classes.head}>
        <Segments
          label={t('locustPage.view')}
          value={view}
          options={VIEWS.map(value => ({ value, label: names[value] }))}
          onChange={next =>
            setParams(next === VIEWS[0] ? {} : { view: next }, {
              replace: true,
            })
          }
        />
      </div>
      <FreezePanel />
      <Suspense
        fallback={
          <Panel>
            <LoadingRows label={t('states.loading')} />
          </Panel>
        }
      >
        {view === 'overview' && <OverviewView />}
        {view === 'runs' && <AllRuns />}
        {view === 'schedules' && <AllSchedulesView />}
        {view === 'calendar' && <CalendarView />}
        {view === 'usage' && <UsagePanel />}
      </Suspense>
    </Stack>
  );
}

function AllRuns() {
  const classes = useStyles();
  const t = useTranslate();
  return (
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
  );
}

/** All load tests that the signed-in person may see, over all clusters; the frame around it is the app's. */
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
