import { lazy, Suspense } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ShowChartIcon from '@material-ui/icons/ShowChart';
import Skeleton from '@material-ui/lab/Skeleton';
import { useSearchParams } from 'react-router-dom';
import { Link, LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  REGRESSION_RUNS,
  type TestTrend,
} from 'backstage-plugin-locust-common';
import { locustApiRef, type TestIdentity } from '../api/LocustApi';
import { formatCount, formatRatio } from '../format/formatNumber';
import { formatDayAndTime } from '../format/formatTime';
import { PageHead } from '../layout/PageHead';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { Stack } from '../layout/Stack';
import { usePolled } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { OutcomePoint } from './OutcomePoint';
import { testAskedFor, trendLimitFrom, TREND_LIMITS } from './trendQuery';
import { TREND_FIGURES } from './trendMetrics';
import {
  lastGood,
  passedOf,
  regressionsNow,
  tooFewBefore,
} from './trendSummary';
import { TrendTable } from './TrendTable';

const TrendChart = lazy(() => import('./TrendChart'));

const TREND_INTERVAL_MS = 30_000;

const useStyles = makeStyles(theme => ({
  about: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
  facts: { flex: '1 1 auto' },
  rate: { fontSize: theme.typography.pxToRem(20), fontWeight: 700 },
  charts: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    '& > :first-child': { gridColumn: '1 / -1' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: theme.typography.pxToRem(12),
    '& li': { display: 'flex', alignItems: 'center', gap: 6 },
  },
  band: {
    width: 20,
    height: 10,
    backgroundColor: theme.palette.info.main,
    opacity: 0.3,
  },
}));

/** How the last runs of a test came out; which test is in the URL. */
export default function TrendPage() {
  const paths = useLoadTestsPaths();
  const [params] = useSearchParams();
  const test = testAskedFor(params, paths.entityRef);
  if (!test) {
    return (
      <Panel>
        <StateScreen
          icon={<ShowChartIcon />}
          title="Which test?"
          actions={
            <LinkButton to={paths.list()} variant="contained" color="primary">
              All runs
            </LinkButton>
          }
        >
          The address names no test. Open “All runs of this test” from a run or
          a schedule.
        </StateScreen>
      </Panel>
    );
  }
  return <TestTrendScreen test={test} />;
}

function TestTrendScreen(props: { readonly test: TestIdentity }) {
  const { test } = props;
  const api = useApi(locustApiRef);
  const paths = useLoadTestsPaths();
  const [params, setParams] = useSearchParams();
  const limit = trendLimitFrom(params.get('limit'));
  const trend = usePolled(
    JSON.stringify([test, limit]),
    () => api.getTrend(test, Number(limit)),
    () => TREND_INTERVAL_MS,
  );

  return (
    <Stack>
      <PageHead
        title={test.test}
        about={!paths.entityRef && <PlaceOf test={test} />}
      />
      <PolledContent resource={trend} what="The trend" rows={4} frame={Panel}>
        {value =>
          value.items.length === 0 ? (
            <Panel>
              <StateScreen
                icon={<ShowChartIcon />}
                title="No run of this test has ended yet"
                actions={
                  paths.entityRef && (
                    <LinkButton
                      to={paths.newRun()}
                      variant="contained"
                      color="primary"
                    >
                      New run
                    </LinkButton>
                  )
                }
              >
                Runs of the same name are laid out here one after the other.
              </StateScreen>
            </Panel>
          ) : (
            <TrendScreen
              test={test}
              trend={value}
              limit={limit}
              onLimit={next => {
                const to = new URLSearchParams(params);
                to.set('limit', next);
                setParams(to, { replace: true });
              }}
            />
          )
        }
      </PolledContent>
    </Stack>
  );
}

function PlaceOf({ test }: { readonly test: TestIdentity }) {
  if (test.entityRef) {
    return <EntityRefLink entityRef={test.entityRef} />;
  }
  return 'cluster' in test ? (
    <>{`${test.cluster} / ${test.namespace}`}</>
  ) : null;
}

function TrendScreen(props: {
  readonly test: TestIdentity;
  readonly trend: TestTrend;
  readonly limit: (typeof TREND_LIMITS)[number]['value'];
  readonly onLimit: (limit: (typeof TREND_LIMITS)[number]['value']) => void;
}) {
  const { test, trend, limit, onLimit } = props;
  const { items, passRate } = trend;
  const classes = useStyles();
  const paths = useLoadTestsPaths();
  const good = lastGood(trend);
  const baseline = items.find(run => run.baseline);
  const latest = items[items.length - 1];
  const few = tooFewBefore(trend);
  const passed = passedOf(trend);
  return (
    <>
      <Panel label="Summary">
        <div className={classes.bar}>
          <div className={classes.facts}>
            <span className={classes.rate}>
              {passRate === undefined
                ? 'No verdict yet'
                : `${formatRatio(passRate)} passed`}
            </span>
            <div className={classes.about}>
              {passed ?? 'None of these runs has thresholds.'} ·{' '}
              {formatCount(items.length)} {items.length === 1 ? 'run' : 'runs'}{' '}
              shown
            </div>
          </div>
          <Segments
            label="How many runs"
            value={limit}
            options={TREND_LIMITS}
            onChange={onLimit}
          />
          {good && (
            <LinkButton
              to={paths.compare([good.good.runId, good.latest.runId])}
              size="small"
              variant="outlined"
            >
              Compare with last good
            </LinkButton>
          )}
          {baseline && baseline.runId !== latest.runId && (
            <LinkButton
              to={paths.compare([baseline.runId, latest.runId])}
              size="small"
              variant="outlined"
            >
              Compare with baseline
            </LinkButton>
          )}
          <LinkButton to={paths.runsOf(test.test)} size="small">
            Show in the list
          </LinkButton>
        </div>
      </Panel>
      {regressionsNow(trend).map(
        ({ figure, run, usual, since, runsInARow }) => (
          <Notice
            key={figure.metric}
            tone="warning"
            title={`Regression: ${figure.name} ${figure.format(
              run[figure.metric],
            )}`}
          >
            Usual of the runs before it is {usual}.
            {runsInARow > 1 && (
              <>
                {' '}
                It has been beyond that for {runsInARow} runs, since{' '}
                <Link to={paths.run(since.runId)}>
                  {formatDayAndTime(since.createdAt)}
                </Link>
                .
              </>
            )}
          </Notice>
        ),
      )}
      {few !== undefined && (
        <Notice tone="info">
          The latest run has {few === 0 ? 'no' : few} earlier{' '}
          {few === 1 ? 'run' : 'runs'} with as many users to be held against;
          from {REGRESSION_RUNS} on it is said what is usual and what a
          regression.
        </Notice>
      )}
      <div className={classes.charts}>
        {TREND_FIGURES.map((figure, place) => (
          <Suspense
            key={figure.metric}
            fallback={
              <Panel title={figure.name}>
                <Skeleton variant="rect" height={place === 0 ? 220 : 150} />
              </Panel>
            }
          >
            <TrendChart
              figure={figure}
              runs={items}
              height={place === 0 ? 220 : 150}
            />
          </Suspense>
        ))}
      </div>
      <Legend />
      <Panel title="Runs" subtitle="the newest first">
        <TrendTable runs={items} />
      </Panel>
    </>
  );
}

const LEGEND = [
  { word: 'passed', run: { phase: 'finished', verdict: 'passed' } },
  { word: 'failed', run: { phase: 'finished', verdict: 'failed' } },
  { word: 'no thresholds', run: { phase: 'finished', verdict: 'none' } },
  {
    word: 'did not run to its end',
    run: { phase: 'stopped', verdict: 'none' },
  },
] as const;

/** What the shapes of the charts mean. */
function Legend() {
  const classes = useStyles();
  return (
    <ul className={classes.legend} aria-label="What the charts show">
      {LEGEND.map(({ word, run }) => (
        <li key={word}>
          <svg width={16} height={16} aria-hidden>
            <OutcomePoint x={8} y={8} run={run} />
          </svg>
          {word}
        </li>
      ))}
      <li>
        <svg width={22} height={22} aria-hidden>
          <OutcomePoint
            x={11}
            y={11}
            run={{ phase: 'finished', verdict: 'failed' }}
            regression
          />
        </svg>
        regression
      </li>
      <li>
        <span aria-hidden className={classes.band} />
        what was usual before each run
      </li>
    </ul>
  );
}
