import { makeStyles } from '@material-ui/core/styles';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import { useSearchParams } from 'react-router-dom';
import { LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { COMPARED_RUNS, type Comparison } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { runLetter } from '../charts/overlayStyles';
import { formatCount } from '../format/formatNumber';
import { formatDayAndTime } from '../format/formatTime';
import { CodeBlock } from '../layout/CodeBlock';
import { PageHead } from '../layout/PageHead';
import { Panel } from '../layout/Panel';
import { SelectField } from '../layout/SelectField';
import { Stack } from '../layout/Stack';
import { useNow } from '../live/useNow';
import { useSame } from '../live/useSame';
import { usePolled } from '../live/usePolled';
import { metricName } from '../delta/deltaWords';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';
import { isSameTest, testIdentityOf } from '../trend/testIdentity';
import { ComparedRuns } from './ComparedRuns';
import { ComparedOverTime } from './ComparedOverTime';
import {
  ENDPOINT_FIGURES,
  endpointFigureFrom,
  figureLabel,
  formatSetting,
} from './comparedMetrics';
import { ComparisonTable, figureCells } from './ComparisonTable';
import { LocustfileComparison } from './LocustfileComparison';
import { regressionsOf, type Regression } from './regressionsOf';
import { runIdsFrom } from './runSelection';

/** While one of the runs goes. */
const ACTIVE_INTERVAL_MS = 5_000;

/** As far back as the backend tells a trend: a run that is older is not called anything. */
const TREND_RUNS = 200;

const useStyles = makeStyles(theme => ({
  quiet: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(14),
  },
  method: { fontWeight: 700 },
}));

/** Runs side by side; which ones is in the URL. */
export default function ComparePage() {
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const [params] = useSearchParams();
  const runIds = runIdsFrom(params.get('runs'));
  const { least, most } = COMPARED_RUNS;
  const possible = runIds.length >= least && runIds.length <= most;
  const limits = { least: formatCount(least, t), most: formatCount(most, t) };
  return (
    <Stack>
      <PageHead title={t('compare.title')} />
      {possible ? (
        <ComparedScreen runIds={runIds} />
      ) : (
        <Panel>
          <StateScreen
            icon={<CompareArrowsIcon />}
            title={
              runIds.length < least
                ? t('compare.howMany', limits)
                : t('compare.tooMany', {
                    number: formatCount(runIds.length, t),
                  })
            }
            actions={
              <LinkButton to={paths.runs()} variant="contained" color="primary">
                {t('compare.choose')}
              </LinkButton>
            }
          >
            {t('compare.tick', limits)}
          </StateScreen>
        </Panel>
      )}
    </Stack>
  );
}

function ComparedScreen(props: { readonly runIds: readonly string[] }) {
  const { runIds } = props;
  const t = useTranslate();
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
    trends.status === 'loaded' ? regressionsOf(trends.value, runIds, t) : [];

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
        what="comparison"
        rows={4}
        frame={Panel}
      >
        {comparison => (
          <>
            {trends.status === 'failed' && (
              <Notice tone="info" title={t('compare.regressionsUnknown')}>
                {explainError(trends.error, t).message}
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
  const t = useTranslate();
  const now = useNow(runs.some(run => isActive(run.phase)) ? 1_000 : undefined);
  const figure = endpointFigureFrom(params.get('figure'));
  const names = useSame(
    runs.map(
      (run, place) =>
        `${runLetter(place)}, ${run.test}, ${formatDayAndTime(
          run.startedAt ?? run.createdAt,
          undefined,
          t,
        )}`,
    ),
  );
  const nameOf = (place: number) => names[place];
  const named = (place: number) => ({
    id: runs[place].id,
    name: nameOf(place),
  });

  return (
    <>
      <Panel
        title={t('compare.runCount', { number: formatCount(runs.length, t) })}
        actions={
          <SelectField
            label={t('compare.heldAgainst')}
            value={runs[comparison.reference].id}
            options={runs.map((run, place) => ({
              value: run.id,
              label: run.baseline
                ? t('compare.asBaseline', { run: nameOf(place) })
                : nameOf(place),
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
      <ComparedOverTime
        comparison={comparison}
        names={names}
        params={params}
        onChange={onChange}
      />
      <Panel title={t('compare.allRequests')}>
        <ComparisonTable
          title={t('compare.allRequests')}
          heading={t('compare.figure')}
          align="figures"
          comparison={comparison}
          lines={total.map(one => ({
            key: one.metric,
            label: figureLabel(one.metric, t),
            cells: figureCells(one, comparison, t),
          }))}
        />
      </Panel>
      <Panel
        title={t('terms.endpoints')}
        actions={
          <SelectField
            label={t('compare.figure')}
            value={figure}
            options={ENDPOINT_FIGURES.map(metric => ({
              value: metric,
              label: metricName(metric, t),
            }))}
            onChange={value => onChange({ figure: value })}
          />
        }
      >
        {endpoints.length === 0 ? (
          <div className={classes.quiet}>{t('compare.noRequestsAtAll')}</div>
        ) : (
          <ComparisonTable
            title={t('terms.endpoints')}
            heading={t('compare.endpointBy', {
              figure: figureLabel(figure, t),
            })}
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
                cells: (one ? figureCells(one, comparison, t) : []).map(
                  (cell, place) =>
                    endpoint.present[place] ? (
                      cell
                    ) : (
                      <span className={classes.quiet}>
                        {t('compare.noRequests')}
                      </span>
                    ),
                ),
              };
            })}
          />
        )}
      </Panel>
      <LocustfileComparison
        reference={named(comparison.reference)}
        others={runs
          .map((_, place) => place)
          .filter(place => place !== comparison.reference)
          .map(named)}
      />
      <Panel
        title={t('compare.settings')}
        subtitle={t('compare.settingsAbout')}
      >
        {settings.length === 0 ? (
          <div className={classes.quiet}>{t('compare.sameSettings')}</div>
        ) : (
          <ComparisonTable
            title={t('compare.settings')}
            heading={t('compare.setting')}
            align="words"
            comparison={comparison}
            lines={settings.map(setting => ({
              key: setting.path,
              label: setting.path,
              cells: setting.values.map((value, place) => {
                const text = formatSetting(value, t);
                return text.includes('\n') ? (
                  <CodeBlock
                    label={t('compare.settingOf', {
                      setting: setting.path,
                      run: nameOf(place),
                    })}
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
