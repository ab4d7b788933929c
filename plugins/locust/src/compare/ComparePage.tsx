import { lazy, Suspense } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import Skeleton from '@material-ui/lab/Skeleton';
import { useSearchParams } from 'react-router-dom';
import { LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import {
  COMPARED_RUNS,
  type Comparison,
  type ComparisonRow,
} from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { runLetter } from '../charts/overlayStyles';
import { formatDayAndTime } from '../format/formatTime';
import { CodeBlock } from '../layout/CodeBlock';
import { PageHead } from '../layout/PageHead';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { SelectField } from '../layout/SelectField';
import { Stack } from '../layout/Stack';
import { useNow } from '../live/useNow';
import { useSame } from '../live/useSame';
import { usePolled } from '../live/usePolled';
import { metricNamed } from '../delta/deltaWords';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { isActive } from '../status/isActive';
import { isSameTest, testIdentityOf } from '../trend/testIdentity';
import { ComparedRuns } from './ComparedRuns';
import {
  ENDPOINT_FIGURES,
  endpointFigureFrom,
  figureLabel,
  formatSetting,
  SERIES,
  seriesFrom,
} from './comparedMetrics';
import { ComparisonTable, figureCells } from './ComparisonTable';
import { regressionsOf, type Regression } from './regressionsOf';
import { runIdsFrom } from './runSelection';

const OverlayChart = lazy(() => import('../charts/OverlayChart'));

/** While one of the runs goes. */
const ACTIVE_INTERVAL_MS = 5_000;

/** As far back as the backend tells a trend: a run that is older is not called anything. */
const TREND_RUNS = 200;

const NO_ROWS: readonly ComparisonRow[] = [];

const useStyles = makeStyles(theme => ({
  quiet: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(14),
  },
  method: { fontWeight: 700 },
}));

/** Runs side by side; which ones is in the URL. */
export default function ComparePage() {
  const paths = useLoadTestsPaths();
  const [params] = useSearchParams();
  const runIds = runIdsFrom(params.get('runs'));
  const { least, most } = COMPARED_RUNS;
  const possible = runIds.length >= least && runIds.length <= most;
  return (
    <Stack>
      <PageHead title="Comparison" />
      {possible ? (
        <ComparedScreen runIds={runIds} />
      ) : (
        <Panel>
          <StateScreen
            icon={<CompareArrowsIcon />}
            title={
              runIds.length < least
                ? `Choose ${least} to ${most} runs to compare`
                : `${runIds.length} runs are too many to compare`
            }
            actions={
              <LinkButton to={paths.list()} variant="contained" color="primary">
                Choose runs
              </LinkButton>
            }
          >
            Tick them in the list of runs; {least} to {most} can stand side by
            side.
          </StateScreen>
        </Panel>
      )}
    </Stack>
  );
}

function ComparedScreen(props: { readonly runIds: readonly string[] }) {
  const { runIds } = props;
  const api = useApi(locustApiRef);
  const [params, setParams] = useSearchParams();
  const asked = params.get('reference') ?? undefined;
  const reference = asked && runIds.includes(asked) ? asked : undefined;
  const compared = usePolled(
    JSON.stringify([runIds, reference]),
    () => api.compareRuns(runIds, reference),
    ({ runs }) =>
      runs.some(run => isActive(run.phase)) ? ACTIVE_INTERVAL_MS : 'never',
  );
  const runs = compared.status === 'loaded' ? compared.value.runs : [];
  const tests = runs
    .filter(
      (run, place) => runs.findIndex(one => isSameTest(one, run)) === place,
    )
    .map(testIdentityOf);
  const trends = usePolled(
    JSON.stringify(tests),
    () => Promise.all(tests.map(test => api.getTrend(test, TREND_RUNS))),
    () => 'never',
  );
  const regressions =
    trends.status === 'loaded' ? regressionsOf(trends.value, runIds) : [];

  const change = (to: Readonly<Record<string, string | undefined>>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(to)) {
      if (value === undefined) {
        next.delete(name);
      } else {
        next.set(name, value);
      }
    }
    setParams(next, { replace: true });
  };
  return (
    <Stack>
      <PolledContent
        resource={compared}
        what="The comparison"
        rows={4}
        frame={Panel}
      >
        {comparison => (
          <>
            {trends.status === 'failed' && (
              <Notice
                tone="info"
                title="It is not known whether these are regressions"
              >
                {explainError(trends.error).message}
              </Notice>
            )}
            <ComparisonScreen
              comparison={comparison}
              regressions={regressions}
              params={params}
              onChange={change}
            />
          </>
        )}
      </PolledContent>
    </Stack>
  );
}

function ComparisonScreen(props: {
  readonly comparison: Comparison;
  readonly regressions: readonly Regression[];
  readonly params: URLSearchParams;
  readonly onChange: (to: Readonly<Record<string, string | undefined>>) => void;
}) {
  const { comparison, regressions, params, onChange } = props;
  const { runs, settings, total, endpoints } = comparison;
  const classes = useStyles();
  const now = useNow(runs.some(run => isActive(run.phase)) ? 1_000 : undefined);
  const series = seriesFrom(params.get('series'));
  const figure = endpointFigureFrom(params.get('figure'));
  const names = useSame(
    runs.map(
      (run, place) =>
        `${runLetter(place)}, ${run.test}, ${formatDayAndTime(
          run.startedAt ?? run.createdAt,
        )}`,
    ),
  );
  const nameOf = (place: number) => names[place];

  return (
    <>
      <Panel
        title={`${runs.length} runs`}
        actions={
          <SelectField
            label="Held against"
            value={runs[comparison.reference].id}
            options={runs.map((run, place) => ({
              value: run.id,
              label: `${nameOf(place)}${run.baseline ? ' (baseline)' : ''}`,
            }))}
            onChange={reference => onChange({ reference })}
          />
        }
      >
        <ComparedRuns
          comparison={comparison}
          regressions={regressions}
          now={now}
          onRemove={
            runs.length > COMPARED_RUNS.least
              ? runId =>
                  onChange({
                    runs: runs
                      .map(run => run.id)
                      .filter(id => id !== runId)
                      .join(','),
                    reference:
                      runs[comparison.reference].id === runId
                        ? undefined
                        : runs[comparison.reference].id,
                  })
              : undefined
          }
        />
      </Panel>
      <Suspense
        fallback={
          <Panel title="Over time">
            <Skeleton variant="rect" height={260} />
          </Panel>
        }
      >
        <OverlayChart
          heading="Over time"
          subtitle="since each run began"
          title={series.title}
          rows={comparison.series[series.value] ?? NO_ROWS}
          names={names}
          format={series.format}
          actions={
            <Segments
              label="Figure over time"
              value={series.value}
              options={SERIES}
              onChange={value => onChange({ series: value })}
            />
          }
        />
      </Suspense>
      <Panel title="All requests">
        <ComparisonTable
          title="All requests"
          heading="Figure"
          align="figures"
          comparison={comparison}
          lines={total.map(one => ({
            key: one.metric,
            label: figureLabel(one.metric),
            cells: figureCells(one, comparison),
          }))}
        />
      </Panel>
      <Panel
        title="Endpoints"
        actions={
          <SelectField
            label="Figure"
            value={figure}
            options={ENDPOINT_FIGURES.map(metric => ({
              value: metric,
              label: metricNamed(metric).name,
            }))}
            onChange={value => onChange({ figure: value })}
          />
        }
      >
        {endpoints.length === 0 ? (
          <div className={classes.quiet}>None of them made a request.</div>
        ) : (
          <ComparisonTable
            title="Endpoints"
            heading={`Endpoint: ${figureLabel(figure)}`}
            align="figures"
            comparison={comparison}
            lines={endpoints.map(endpoint => {
              const one = endpoint.figures.find(it => it.metric === figure);
              return {
                key: `${endpoint.method} ${endpoint.name}`,
                label: (
                  <>
                    <span className={classes.method}>{endpoint.method}</span>{' '}
                    {endpoint.name}
                  </>
                ),
                cells: (one ? figureCells(one, comparison) : []).map(
                  (cell, place) =>
                    endpoint.present[place] ? (
                      cell
                    ) : (
                      <span className={classes.quiet}>no requests</span>
                    ),
                ),
              };
            })}
          />
        )}
      </Panel>
      <Panel title="Settings" subtitle="those that are not the same in all">
        {settings.length === 0 ? (
          <div className={classes.quiet}>
            All were started with the same settings.
          </div>
        ) : (
          <ComparisonTable
            title="Settings"
            heading="Setting"
            align="words"
            comparison={comparison}
            lines={settings.map(setting => ({
              key: setting.path,
              label: setting.path,
              cells: setting.values.map((value, place) => {
                const text = formatSetting(value);
                return text.includes('\n') ? (
                  <CodeBlock
                    label={`${setting.path} of ${nameOf(place)}`}
                    text={text}
                  />
                ) : (
                  text
                );
              }),
            }))}
          />
        )}
      </Panel>
    </>
  );
}
