import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useNavigate } from 'react-router-dom';
import { Link, LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import type { Test, TestAction } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef } from '../api/LocustApi';
import {
  formatAbsolute,
  formatDayAndTime,
  formatRelative,
} from '../format/formatTime';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { PlaceLine } from '../places/PlaceLine';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { isActive } from '../status/isActive';
import { RunStatusChip } from '../status/RunStatusChip';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import { Sparkline, type SparkRun } from '../trend/Sparkline';
import { testIdentityOf } from '../trend/testIdentity';
import { cronReading } from './cronReading';
import { scheduleStatus } from './scheduleStatus';

const useStyles = makeStyles(theme => ({
  item: {
    display: 'grid',
    gridTemplateColumns:
      'minmax(0, 2.2fr) minmax(0, 1.4fr) minmax(0, 1.2fr) 190px',
    gap: theme.spacing(1, 3),
    alignItems: 'start',
    padding: theme.spacing(1.75, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  name: {
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 700,
    margin: 0,
    overflowWrap: 'anywhere',
  },
  reading: { fontSize: theme.typography.pxToRem(14), marginTop: 2 },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
  },
  cron: {
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
  },
  label: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    fontWeight: 600,
  },
  value: { fontSize: theme.typography.pxToRem(14) },
  actions: {
    display: 'flex',
    justifyContent: 'flex-end',
    [theme.breakpoints.down('sm')]: { justifyContent: 'flex-start' },
    gap: theme.spacing(1),
    flexWrap: 'wrap',
  },
  wide: { gridColumn: '1 / -1' },
}));

/** The last runs of a test that have ended, the oldest first, as its line is drawn of them. */
function endedRuns(test: Test): readonly SparkRun[] {
  return test.lastRuns
    .filter(run => !isActive(run.phase))
    .map(({ id, phase, verdict, total }) => ({
      runId: id,
      phase,
      verdict,
      p95: total?.percentiles['95'],
    }))
    .reverse();
}

/** One schedule: what it does when, what came of it last, and what can be done with it. */
export function ScheduleItem(props: {
  readonly test: Test;
  readonly now: Date;
  readonly onChanged: () => void;
  readonly onDelete: (test: Test) => void;
}) {
  const { test, now, onChanged, onDelete } = props;
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const paths = useLoadTestsPaths();
  const navigate = useNavigate();
  const idempotent = useIdempotent();
  const toggle = useAction(async () => {
    await (test.suspended ? api.resumeTest(test.id) : api.pauseTest(test.id));
    onChanged();
  });
  const start = useAction(async () => {
    const run = await idempotent(key => api.triggerTest(test.id, key));
    navigate(paths.run(run.id));
  });
  // Where it is not told, whoever may not is told so when they try.
  const may = (action: TestAction) => test.allowed?.includes(action) ?? true;
  const status = scheduleStatus(test, t);
  const next = test.nextRunsAt[0];
  const last = test.lastRuns[0];
  const here = next && formatDayAndTime(next, undefined, t);
  const inZone = next && formatDayAndTime(next, test.timeZone, t);
  const reading = cronReading(test.schedule, t);

  return (
    <li className={classes.item}>
      <div>
        <div className={classes.head}>
          <h3 className={classes.name}>{test.test}</h3>
          <StatusChip
            tone={status.tone}
            icon={<StatusIcon shape={status.shape} />}
          >
            {status.word}
          </StatusChip>
        </div>
        {reading && <div className={classes.reading}>{reading}</div>}
        <div className={classes.muted}>
          <span className={classes.cron}>{test.schedule}</span> ·{' '}
          {test.timeZone}
          {paths.entityRef && ` · ${test.cluster} / ${test.namespace}`}
        </div>
        {!paths.entityRef && <PlaceLine of={test} />}
        {test.trackedBy && (
          <div className={classes.muted}>
            {t('schedules.keptInGit', { tool: test.trackedBy })}
          </div>
        )}
      </div>
      <div>
        <div className={classes.label}>{t('schedules.nextRun')}</div>
        {next ? (
          <>
            <div
              className={classes.value}
              title={test.nextRunsAt
                .map(time => formatDayAndTime(time, test.timeZone, t))
                .join('\n')}
            >
              {here}
            </div>
            <div className={classes.muted}>
              {formatRelative(next, now, t)}
              {inZone &&
                inZone !== here &&
                ` · ${t('schedules.inZone', {
                  time: inZone,
                  timeZone: test.timeZone,
                })}`}
            </div>
          </>
        ) : (
          <div className={classes.value}>
            {test.suspended
              ? t('schedules.noneWhilePaused')
              : t('schedules.none')}
          </div>
        )}
      </div>
      <div>
        <div className={classes.label}>{t('schedules.lastResult')}</div>
        {last ? (
          <>
            <Link to={paths.run(last.id)}>
              <RunStatusChip run={last} now={now} />
            </Link>
            <div
              className={classes.muted}
              title={formatAbsolute(last.startedAt ?? last.createdAt, t)}
            >
              {formatRelative(last.startedAt ?? last.createdAt, now, t)}
            </div>
            <Sparkline runs={endedRuns(test)} />
            <Link
              to={paths.trend(testIdentityOf(test))}
              aria-label={t('schedules.trendOf', { test: test.test })}
              className={classes.value}
            >
              {t('schedules.trend')}
            </Link>
          </>
        ) : (
          <div className={classes.value}>{t('schedules.notRunYet')}</div>
        )}
      </div>
      <div className={classes.actions}>
        {status.shape !== 'broken' && may('trigger') && (
          <PendingButton
            size="small"
            variant="outlined"
            pending={start.pending}
            aria-label={t('schedules.runNowOf', { test: test.test })}
            onClick={() => start.run()}
          >
            {t('schedules.runNow')}
          </PendingButton>
        )}
        {status.shape !== 'broken' && may('update') && (
          <PendingButton
            size="small"
            variant="outlined"
            pending={toggle.pending}
            aria-label={t(
              test.suspended ? 'schedules.resumeOf' : 'schedules.pauseOf',
              { test: test.test },
            )}
            onClick={() => toggle.run()}
          >
            {test.suspended ? t('schedules.resume') : t('schedules.pause')}
          </PendingButton>
        )}
        {paths.entityRef && !test.trackedBy && (
          <LinkButton
            size="small"
            variant="outlined"
            to={paths.editTest(test.id)}
            aria-label={t('schedules.editOf', { test: test.test })}
          >
            {t('schedules.edit')}
          </LinkButton>
        )}
        {may('delete') && (
          <Button
            size="small"
            aria-label={t('schedules.deleteOf', { test: test.test })}
            onClick={() => onDelete(test)}
          >
            {t('schedules.delete')}
          </Button>
        )}
      </div>
      {(test.problem || toggle.error || start.error) && (
        <div className={classes.wide}>
          {test.problem && <Notice tone="error">{test.problem}</Notice>}
          {start.error && (
            <Notice tone="error" title={t('schedules.startFailed')}>
              {explainError(start.error, t).message}
            </Notice>
          )}
          {toggle.error && (
            <Notice
              tone="error"
              title={
                test.suspended
                  ? t('schedules.resumeFailed')
                  : t('schedules.pauseFailed')
              }
            >
              {explainError(toggle.error, t).message}
            </Notice>
          )}
        </div>
      )}
    </li>
  );
}
