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
import { NewRunButton } from '../navigation/NewRunButton';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import { OutcomePoint } from './OutcomePoint';
import {
  testAskedFor,
  trendLimitFrom,
  TREND_LIMITS,
  type TrendLimit,
} from './trendQuery';
import { trendFigures } from './trendMetrics';
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
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const [params] = useSearchParams();
  const test = testAskedFor(params, paths.entityRef);
  if (!test) {
    return (
      <Panel>
        <StateScreen
          icon={<ShowChartIcon />}
          title={t('trend.which')}
          actions={
            <LinkButton to={paths.runs()} variant="contained" color="primary">
              {t('terms.allRuns')}
            </LinkButton>
          }
        >
          {t('trend.whichBody')}
        </StateScreen>
      </Panel>
    );
  }
  return <TestTrendScreen test={test} />;
}

function TestTrendScreen(props: { readonly test: TestIdentity }) {
  const { test } = props;
  const t = useTranslate();
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
      <PolledContent resource={trend} what="trend" rows={4} frame={Panel}>
        {value =>
          value.items.length === 0 ? (
            <Panel>
              <StateScreen
                icon={<ShowChartIcon />}
                title={t('trend.noneEnded')}
                actions={
                  paths.entityRef && <NewRunButton to={paths.newRun()} />
                }
              >
                {t('trend.noneEndedBody')}
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
  readonly limit: TrendLimit;
  readonly onLimit: (limit: TrendLimit) => void;
}) {
  const { test, trend, limit, onLimit } = props;
  const { items, passRate } = trend;
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const good = lastGood(trend);
  const baseline = items.find(run => run.baseline);
  const latest = items[items.length - 1];
  const few = tooFewBefore(trend);
  const passed = passedOf(trend, t);
  return (
    <>
      <Panel label={t('trend.summary')}>
        <div className={classes.bar}>
          <div className={classes.facts}>
            <span className={classes.rate}>
              {passRate === undefined
                ? t('trend.noVerdict')
                : t('trend.passRate', { rate: formatRatio(passRate, t) })}
            </span>
            <div className={classes.about}>
              {passed ?? t('trend.noThresholds')} ·{' '}
              {t('trend.shown', { count: items.length })}
            </div>
          </div>
          <Segments
            label={t('trend.howMany')}
            value={limit}
            options={TREND_LIMITS.map(value => ({
              value,
              label: t('trend.last', { limit: value }),
            }))}
            onChange={onLimit}
          />
          {good && (
            <LinkButton
              to={paths.compare([good.good.runId, good.latest.runId])}
              size="small"
              variant="outlined"
            >
              {t('trend.compareGood')}
            </LinkButton>
          )}
          {baseline && baseline.runId !== latest.runId && (
            <LinkButton
              to={paths.compare([baseline.runId, latest.runId])}
              size="small"
              variant="outlined"
            >
              {t('trend.compareBaseline')}
            </LinkButton>
          )}
          <LinkButton to={paths.runs({ test: test.test })} size="small">
            {t('trend.showInList')}
          </LinkButton>
        </div>
      </Panel>
      {regressionsNow(trend, t).map(
        ({ figure, run, usual, since, runsInARow }) => (
          <Notice
            key={figure.metric}
            tone="warning"
            title={t('trend.regression', {
              figure: figure.name,
              value: figure.format(run[figure.metric]),
            })}
          >
            {t('trend.usualBefore', { usual })}
            {runsInARow > 1 && (
              <>
                {' '}
                {t('trend.beyondSince', {
                  count: runsInARow,
                  since: (
                    <Link to={paths.run(since.runId)}>
                      {formatDayAndTime(since.createdAt, undefined, t)}
                    </Link>
                  ),
                })}
              </>
            )}
          </Notice>
        ),
      )}
      {few !== undefined && (
        <Notice tone="info">
          {few === 0
            ? t('trend.noEarlier', { needed: formatCount(REGRESSION_RUNS, t) })
            : t('trend.fewEarlier', {
                count: few,
                needed: formatCount(REGRESSION_RUNS, t),
              })}
        </Notice>
      )}
      <div className={classes.charts}>
        {trendFigures(t).map((figure, place) => (
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
      <Panel title={t('terms.runs')} subtitle={t('trend.newestFirst')}>
        <TrendTable runs={items} />
      </Panel>
    </>
  );
}

const LEGEND = [
  { word: 'passed', run: { phase: 'finished', verdict: 'passed' } },
  { word: 'failed', run: { phase: 'finished', verdict: 'failed' } },
  { word: 'noThresholds', run: { phase: 'finished', verdict: 'none' } },
  {
    word: 'notToEnd',
    run: { phase: 'stopped', verdict: 'none' },
  },
] as const;

/** What the shapes of the charts mean. */
function Legend() {
  const classes = useStyles();
  const t = useTranslate();
  return (
    <ul className={classes.legend} aria-label={t('trend.legend.label')}>
      {LEGEND.map(({ word, run }) => (
        <li key={word}>
          <svg width={16} height={16} aria-hidden>
            <OutcomePoint x={8} y={8} run={run} />
          </svg>
          {t(`trend.legend.${word}`)}
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
        {t('trend.legend.regression')}
      </li>
      <li>
        <span aria-hidden className={classes.band} />
        {t('trend.legend.band')}
      </li>
    </ul>
  );
}
