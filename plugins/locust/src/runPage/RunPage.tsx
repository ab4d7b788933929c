import { lazy, Suspense, useState } from 'react';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import type { Run } from 'backstage-plugin-locust-common';
import { BaselineLine } from '../delta/BaselineLine';
import { useBaselineOf } from '../delta/useBaselineOf';
import { useRunExport } from '../exports/useRunExport';
import { formatCount } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import type { RunSnapshot } from '../api/LocustApi';
import { useLiveRun } from '../live/useLiveRun';
import { useNow } from '../live/useNow';
import { MarkRefusal } from '../marks/MarkRefusal';
import { NoteDialog } from '../marks/NoteDialog';
import { RunNote } from '../marks/RunNote';
import { useRunMarks } from '../marks/useRunMarks';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { ErrorState } from '../states/ErrorState';
import { explainError } from '../states/explainError';
import { LoadingRows } from '../states/LoadingRows';
import { Notice } from '../states/Notice';
import { StaleNotice } from '../states/StaleNotice';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';
import { EndpointsTable } from './EndpointsTable';
import { EventsTab } from './EventsTab';
import { FailuresTab } from './FailuresTab';
import { LastLogLines } from './LastLogLines';
import { LogTab } from './LogTab';
import { RunActions } from './RunActions';
import { RunHeader } from './RunHeader';
import { RUN_TABS, runTabFrom, type RunTab } from './runTabs';
import { SettingsTab } from './SettingsTab';
import { StatTiles } from './StatTiles';
import { ThresholdsTab } from './ThresholdsTab';

const RunCharts = lazy(() => import('../charts/RunCharts'));

const useStyles = makeStyles(theme => ({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  tabs: {
    minHeight: 40,
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  tab: {
    textTransform: 'none',
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 600,
    minHeight: 40,
    minWidth: 0,
    opacity: 1,
    padding: theme.spacing(0.75, 1.5),
    color: theme.palette.text.secondary,
    '&.Mui-selected': { color: theme.palette.text.primary },
  },
}));

/** One run, live while it goes. */
export default function RunPage() {
  const t = useTranslate();
  const { runId = '', tab } = useParams();
  const live = useLiveRun(runId);
  if (live.status === 'loading') {
    return (
      <Panel>
        <LoadingRows label={t('states.things.run.loading')} count={3} />
      </Panel>
    );
  }
  if (live.status === 'failed') {
    return (
      <Panel>
        <ErrorState what="run" error={live.error} onRetry={live.refresh} />
      </Panel>
    );
  }
  return (
    <RunScreen
      snapshot={live.snapshot}
      tab={runTabFrom(tab)}
      stale={
        live.staleBecause && (
          <StaleNotice updatedAt={live.updatedAt} because={live.staleBecause} />
        )
      }
      onChanged={live.refresh}
      onMarked={live.replace}
    />
  );
}

function RunScreen(props: {
  readonly snapshot: RunSnapshot;
  readonly tab: RunTab;
  readonly stale: React.ReactNode;
  readonly onChanged: () => void;
  readonly onMarked: (run: Run) => void;
}) {
  const { snapshot, tab, onChanged, onMarked } = props;
  const { points, requests, errors } = snapshot;
  const marks = useRunMarks(onMarked);
  const run = marks.shown(snapshot.run);
  const baseline = useBaselineOf(run);
  const heldAgainst = baseline.status === 'loaded' ? baseline.value : undefined;
  const download = useRunExport();
  const [noting, setNoting] = useState(false);
  const classes = useStyles();
  const t = useTranslate();
  const navigate = useNavigate();
  const { search } = useLocation();
  const paths = useLoadTestsPaths();
  const active = isActive(run.phase);
  const now = useNow(active ? 1_000 : undefined);
  const counts: Partial<Record<RunTab, number>> = {
    failures: errors.items.length + errors.exceptions.length,
    thresholds: run.thresholds?.filter(it => !it.passed).length,
  };
  // A run that never came to make a request has nothing to draw.
  const hasFigures = active || points.length > 0 || Boolean(run.total);
  const noEndpoints = active
    ? t('runPage.firstRequests')
    : t('runPage.noRequest');

  return (
    <div className={classes.page}>
      <RunHeader
        run={run}
        now={now}
        onChanged={onChanged}
        actions={
          <RunActions
            run={run}
            marks={marks}
            baseline={heldAgainst?.run}
            download={download}
            onNote={() => setNoting(true)}
          />
        }
      >
        {run.note && <RunNote note={run.note} onEdit={() => setNoting(true)} />}
      </RunHeader>
      <NoteDialog
        run={noting ? run : undefined}
        say={marks.say}
        onClose={() => setNoting(false)}
      />
      <MarkRefusal marks={marks} />
      {download.error && (
        <Notice tone="error" title={t('exports.failed')}>
          {explainError(download.error, t).message}
        </Notice>
      )}
      {props.stale}
      <Tabs
        className={classes.tabs}
        value={tab}
        variant="scrollable"
        scrollButtons="off"
        indicatorColor="primary"
        aria-label={t('runPage.tabs.label')}
        onChange={(_, next: RunTab) =>
          navigate(
            {
              pathname: paths.run(
                run.id,
                next === 'overview' ? undefined : next,
              ),
              // What of the charts was looked at is there again on the way back.
              search,
            },
            { replace: true },
          )
        }
      >
        {RUN_TABS.map(value => (
          <Tab
            key={value}
            value={value}
            className={classes.tab}
            id={`run-tab-${value}`}
            aria-controls={tab === value ? 'run-panel' : undefined}
            label={
              counts[value]
                ? t('runPage.tabs.counted', {
                    tab: t(`runPage.tabs.${value}`),
                    number: formatCount(counts[value], t),
                  })
                : t(`runPage.tabs.${value}`)
            }
          />
        ))}
      </Tabs>
      <div
        role="tabpanel"
        id="run-panel"
        aria-labelledby={`run-tab-${tab}`}
        className={classes.page}
      >
        {tab === 'overview' && (
          <>
            {run.phase === 'error' && <LastLogLines run={run} />}
            {hasFigures && (
              <>
                <StatTiles run={run} baseline={heldAgainst?.run} />
                <BaselineLine run={run} baseline={baseline} />
                <Suspense
                  fallback={
                    <Panel title={t('terms.responseTimes')}>
                      <Skeleton variant="rect" height={230} />
                    </Panel>
                  }
                >
                  <RunCharts run={run} points={points} requests={requests} />
                </Suspense>
                <EndpointsTable
                  title={t('terms.endpoints')}
                  endpoints={requests}
                  baseline={heldAgainst}
                  emptyText={noEndpoints}
                />
              </>
            )}
          </>
        )}
        {tab === 'statistics' && (
          <EndpointsTable
            title={t('runPage.tabs.statistics')}
            endpoints={requests}
            total={run.total}
            baseline={heldAgainst}
            emptyText={noEndpoints}
            full
          />
        )}
        {tab === 'thresholds' && (
          <ThresholdsTab run={run} requests={requests} onJudged={onMarked} />
        )}
        {tab === 'failures' && <FailuresTab errors={errors} active={active} />}
        {tab === 'log' && <LogTab run={run} />}
        {tab === 'events' && <EventsTab run={run} />}
        {tab === 'settings' && <SettingsTab run={run} />}
      </div>
    </div>
  );
}
