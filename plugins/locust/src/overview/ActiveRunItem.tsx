import { makeStyles } from '@material-ui/core/styles';
import StopIcon from '@material-ui/icons/Stop';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import type { ActiveRun } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { formatCount, formatRate, formatRatio } from '../format/formatNumber';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { Bar } from '../layout/Bar';
import { useTableStyles } from '../layout/useTableStyles';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { usePersonName } from '../people/usePersonName';
import { runOrigin } from '../runs/runOrigin';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { RunStatusChip } from '../status/RunStatusChip';
import { secondsRun } from '../status/runStatus';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import { PlaceLine } from '../places/PlaceLine';

const useStyles = makeStyles(theme => ({
  item: {
    display: 'grid',
    gridTemplateColumns:
      'minmax(0, 2.2fr) minmax(0, 2fr) minmax(0, 1.4fr) minmax(90px, auto)',
    gap: theme.spacing(0.75, 3),
    alignItems: 'center',
    padding: theme.spacing(1.1, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  progress: { marginTop: theme.spacing(0.5), maxWidth: 260 },
  figures: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 2),
    margin: 0,
    fontSize: theme.typography.pxToRem(13),
    '& > div': { display: 'flex', gap: theme.spacing(0.5) },
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
  },
  end: {
    display: 'flex',
    justifyContent: 'flex-end',
    [theme.breakpoints.down('sm')]: { justifyContent: 'flex-start' },
  },
  stop: { color: toneColours(theme, 'error').foreground },
  wide: { gridColumn: '1 / -1' },
}));

/** A run that goes or waits, and its end where one may bring it about. What was counted up to then is kept. */
export function ActiveRunItem(props: {
  readonly run: ActiveRun;
  readonly now: Date;
  readonly onStopped: () => void;
}) {
  const { run, now, onStopped } = props;
  const classes = useStyles();
  const table = useTableStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const paths = useLoadTestsPaths();
  const personName = usePersonName();
  const stop = useAction(async () => {
    await api.stopRun(run.id);
    onStopped();
  });
  const waits = run.phase === 'queued';
  const stopping = run.phase === 'stopping';
  const seconds = secondsRun(run, now);
  const since = run.startedAt ?? run.createdAt;
  return (
    <li className={classes.item}>
      <div>
        <Link to={paths.run(run.id)} className={table.name}>
          {run.test}
        </Link>
        <PlaceLine of={run} />
      </div>
      <div>
        <RunStatusChip run={run} now={now} />
        {waits && run.reason && (
          <div className={table.muted}>{run.reason.message}</div>
        )}
        {seconds !== undefined && run.runTimeSeconds !== undefined && (
          <div className={classes.progress}>
            <Bar share={seconds / run.runTimeSeconds} />
          </div>
        )}
        <div className={table.muted} title={formatAbsolute(since, t)}>
          {runOrigin(run, personName, t)} · {formatRelative(since, now, t)}
        </div>
      </div>
      <dl className={classes.figures}>
        <div>
          <dt>{t('terms.users')}</dt>
          <dd>
            {waits || run.currentUsers === undefined
              ? formatCount(run.users, t)
              : t('status.progress', {
                  ran: formatCount(run.currentUsers, t),
                  whole: formatCount(run.users, t),
                })}
          </dd>
        </div>
        {run.rps !== undefined && (
          <div>
            <dt>{t('terms.rps')}</dt>
            <dd>{formatRate(run.rps, t)}</dd>
          </div>
        )}
        {run.failRatio !== undefined && (
          <div>
            <dt>{t('terms.failures')}</dt>
            <dd>{formatRatio(run.failRatio, t)}</dd>
          </div>
        )}
      </dl>
      <div className={classes.end}>
        {run.mayStop && (
          <PendingButton
            size="small"
            variant="outlined"
            className={classes.stop}
            startIcon={<StopIcon />}
            pending={stop.pending || stopping}
            title={t('runPage.head.stopHint')}
            aria-label={t('overview.stopOf', { test: run.test })}
            onClick={() => stop.run()}
          >
            {stopping ? t('runPage.head.stopping') : t('runPage.head.stop')}
          </PendingButton>
        )}
      </div>
      {stop.error && (
        <div className={classes.wide}>
          <Notice tone="error" title={t('runs.stopFailed')}>
            {explainError(stop.error, t).message}
          </Notice>
        </div>
      )}
    </li>
  );
}
