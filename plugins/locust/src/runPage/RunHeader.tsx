import { useState, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import DeleteOutlineIcon from '@material-ui/icons/DeleteOutline';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import ReplayIcon from '@material-ui/icons/Replay';
import StopIcon from '@material-ui/icons/Stop';
import { useNavigate } from 'react-router-dom';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Run } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { DoubtsNotice } from '../doubts/DoubtsNotice';
import { formatClock } from '../format/formatClock';
import { formatCount } from '../format/formatNumber';
import {
  formatAbsolute,
  formatDayAndTime,
  formatTimeOfDay,
} from '../format/formatTime';
import { PageHead } from '../layout/PageHead';
import { Panel } from '../layout/Panel';
import { MarkIcons } from '../marks/MarkIcons';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { usePersonName } from '../people/usePersonName';
import { DeleteRunDialog } from '../runs/DeleteRunDialog';
import { runOrigin } from '../runs/runOrigin';
import { useRunAgain } from '../runs/useRunAgain';
import { explainError } from '../states/explainError';
import { Notice, type NoticeTone } from '../states/Notice';
import { isActive } from '../status/isActive';
import { RunStatusChip } from '../status/RunStatusChip';
import { progressText, secondsRun } from '../status/runStatus';
import { StatusChip } from '../status/StatusChip';
import { toneColours, type Tone } from '../status/toneColours';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { testIdentityOf } from '../trend/testIdentity';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.75, 1.25),
  },
  end: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.25),
    marginLeft: 'auto',
    [theme.breakpoints.down('xs')]: { marginLeft: 0 },
  },
  progress: { fontWeight: 700, fontVariantNumeric: 'tabular-nums' },
  about: { color: theme.palette.text.secondary, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  stop: { color: toneColours(theme, 'error').foreground },
  bar: {
    marginTop: theme.spacing(1.5),
    height: 8,
    borderRadius: 4,
    backgroundColor: toneColours(theme, 'neutral').background,
  },
  head: { display: 'grid', gap: theme.spacing(1.5) },
  reason: { marginTop: theme.spacing(1.5) },
}));

function workersTone(run: Run): Tone {
  if (!isActive(run.phase)) {
    return 'neutral';
  }
  return run.workersConnected >= run.workersWanted ? 'success' : 'warning';
}

/** What is said behind the progress: when it ends or ended, and who started it where. */
function aboutRun(run: Run, origin: string, t: Translate): string {
  const parts: string[] = [];
  if (run.phase === 'running' && run.startedAt && run.runTimeSeconds) {
    const end = new Date(run.startedAt.getTime() + run.runTimeSeconds * 1000);
    parts.push(t('runPage.head.endsAbout', { time: formatTimeOfDay(end, t) }));
  }
  if (run.finishedAt) {
    parts.push(
      t('runPage.head.ended', {
        when: formatDayAndTime(run.finishedAt, undefined, t),
      }),
    );
  }
  switch (run.trigger) {
    case 'schedule':
      parts.push(t('runPage.head.bySchedule'));
      break;
    case 'resource':
      parts.push(t('runPage.head.applied', { name: run.name }));
      break;
    default:
      parts.push(
        origin === t('people.you')
          ? t('runPage.head.byYou')
          : t('runPage.head.by', { person: origin }),
      );
  }
  parts.push(
    t('runPage.head.where', {
      cluster: run.cluster,
      namespace: run.namespace,
    }),
  );
  return parts.join(' · ');
}

/** `1 of 3 thresholds failed` */
function missedTitle({ thresholds = [] }: Run, missed: number): string {
  const [one] = thresholds;
  return thresholds.length === 1
    ? `The threshold ${one.threshold} failed`
    : `${missed} of ${thresholds.length} thresholds failed`;
}

/** How grave it is what a run has to say; a run that waits or was stopped only explains itself. */
function reasonTone({ phase }: Run): NoticeTone {
  switch (phase) {
    case 'error':
      return 'error';
    case 'starting':
    case 'running':
    case 'finished':
      return 'warning';
    default:
      return 'info';
  }
}

/** How a run is doing, and what can be done with it. */
export function RunHeader(props: {
  readonly run: Run;
  readonly now: Date;
  readonly onChanged: () => void;
  /** What else can be done with it. */
  readonly actions?: ReactNode;
  /** What stands below all that is known of its state. */
  readonly children?: ReactNode;
}) {
  const { run, now, onChanged } = props;
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const personName = usePersonName();
  const [deleting, setDeleting] = useState(false);
  const again = useRunAgain();
  const stop = useAction(async () => {
    await api.stopRun(run.id);
    onChanged();
  });
  const active = isActive(run.phase);
  const missed = (run.thresholds ?? []).filter(it => !it.passed);
  const seconds = secondsRun(run, now);
  const part =
    seconds !== undefined && run.runTimeSeconds
      ? Math.min(100, (seconds / run.runTimeSeconds) * 100)
      : undefined;
  const progress = active
    ? progressText(run, now, t)
    : seconds !== undefined &&
      run.total &&
      t('runPage.head.ran', { time: formatClock(seconds) });

  return (
    <div className={classes.head}>
      <PageHead
        title={
          <>
            {run.test}
            <MarkIcons run={run} />
          </>
        }
        crumbs={
          <Link to={paths.trend(testIdentityOf(run))}>
            {t('runs.menu.allOfTest')}
          </Link>
        }
      />
      <Panel label={t('terms.run')}>
        <div className={classes.line}>
          <span role="status" aria-label={t('runPage.head.state')}>
            <RunStatusChip run={run} now={now} withDetail={false} />
          </span>
          {progress && <span className={classes.progress}>{progress}</span>}
          <span
            className={classes.about}
            title={formatAbsolute(run.startedAt ?? run.createdAt, t)}
          >
            {aboutRun(run, runOrigin(run, personName, t), t)}
          </span>
          {!paths.entityRef && run.entityRef && (
            <EntityRefLink entityRef={run.entityRef} />
          )}
          <div className={classes.end}>
            <StatusChip tone={workersTone(run)}>
              {t('runPage.head.workers', {
                connected: formatCount(run.workersConnected, t),
                count: run.workersWanted,
              })}
            </StatusChip>
            <div className={classes.buttons}>
              {paths.entityRef && (
                <>
                  <PendingButton
                    size="small"
                    variant="outlined"
                    startIcon={<ReplayIcon />}
                    pending={again.pending}
                    title={t('runPage.head.againHint')}
                    onClick={() => again.run(run)}
                  >
                    {t('runs.menu.runAgain')}
                  </PendingButton>
                  <Button
                    size="small"
                    variant="outlined"
                    startIcon={<FileCopyOutlinedIcon />}
                    title={t('runPage.head.cloneHint')}
                    onClick={() => navigate(paths.newRun(run.id))}
                  >
                    {t('runs.menu.clone')}
                  </Button>
                </>
              )}
              {props.actions}
              {active ? (
                <PendingButton
                  size="small"
                  variant="outlined"
                  className={classes.stop}
                  startIcon={<StopIcon />}
                  pending={stop.pending || run.phase === 'stopping'}
                  title={t('runPage.head.stopHint')}
                  onClick={() => stop.run()}
                >
                  {run.phase === 'stopping'
                    ? t('runPage.head.stopping')
                    : t('runPage.head.stop')}
                </PendingButton>
              ) : (
                <Button
                  size="small"
                  variant="outlined"
                  startIcon={<DeleteOutlineIcon />}
                  onClick={() => setDeleting(true)}
                >
                  {t('runPage.head.delete')}
                </Button>
              )}
            </div>
          </div>
        </div>
        {active && (
          <LinearProgress
            className={classes.bar}
            aria-label={t('runPage.head.progress')}
            variant={part === undefined ? 'indeterminate' : 'determinate'}
            value={part}
          />
        )}
        {run.reason && (
          <div className={classes.reason}>
            <Notice
              tone={reasonTone(run)}
              title={
                run.phase === 'error' ? t('status.couldNotRun') : undefined
              }
            >
              {run.reason.message}
            </Notice>
          </div>
        )}
        {missed.length > 0 && (
          <div className={classes.reason}>
            <Notice
              tone="error"
              role="note"
              title={missedTitle(run, missed.length)}
            >
              {missed[0].message}
              {missed.length > 1 && ` And ${missed.length - 1} more.`}
            </Notice>
          </div>
        )}
        {(run.doubts ?? []).length > 0 && (
          <div className={classes.reason}>
            <DoubtsNotice run={run} />
          </div>
        )}
        {again.error && (
          <div className={classes.reason}>
            <Notice tone="error" title="The run could not be started again">
              {explainError(again.error).message}
            </Notice>
          </div>
        )}
        {stop.error && (
          <div className={classes.reason}>
            <Notice tone="error" title={t('runs.stopFailed')}>
              {explainError(stop.error, t).message}
            </Notice>
          </div>
        )}
        {props.children}
        <DeleteRunDialog
          run={deleting ? run : undefined}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(paths.list())}
        />
      </Panel>
    </div>
  );
}
