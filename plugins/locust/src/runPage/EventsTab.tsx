import { makeStyles } from '@material-ui/core/styles';
import InfoOutlinedIcon from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import type { Run } from 'backstage-plugin-locust-common';
import { formatAbsolute, formatTimeWithSeconds } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { useRunEvents } from '../live/useRunEvents';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { StaleNotice } from '../states/StaleNotice';
import { reasonInWords } from '../status/runStatus';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  event: {
    display: 'grid',
    gridTemplateColumns: '20px 84px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    fontSize: theme.typography.pxToRem(14),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    '& svg': { fontSize: 18, color: theme.palette.text.secondary },
  },
  warning: {
    '& svg': { color: toneColours(theme, 'warning').foreground },
  },
  time: {
    color: theme.palette.text.secondary,
    fontVariantNumeric: 'tabular-nums',
    fontSize: theme.typography.pxToRem(13),
  },
  reason: { fontWeight: 600 },
  message: { overflowWrap: 'anywhere' },
  muted: { color: theme.palette.text.secondary },
}));

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What happened to the run when, in words. */
export function EventsTab(props: { readonly run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const t = useTranslate();
  const events = useRunEvents(run);
  return (
    <Panel title={t('runPage.tabs.events')}>
      {events.status === 'loading' && (
        <LoadingRows label={t('states.things.events.loading')} count={3} />
      )}
      {events.status === 'failed' && (
        <ErrorState
          what="events"
          error={events.error}
          onRetry={events.reload}
        />
      )}
      {events.status === 'loaded' && (
        <>
          {events.staleBecause && (
            <StaleNotice
              updatedAt={events.updatedAt}
              because={events.staleBecause}
            />
          )}
          {events.value.length === 0 && (
            <div className={classes.muted}>{t('runPage.events.nothing')}</div>
          )}
          <ol className={classes.list} aria-label={t('runPage.tabs.events')}>
            {events.value.map((event, index) => (
              <li
                key={index}
                className={
                  event.type === 'warning'
                    ? `${classes.event} ${classes.warning}`
                    : classes.event
                }
              >
                {event.type === 'warning' ? (
                  <ReportProblemOutlinedIcon
                    titleAccess={t('runPage.events.warning')}
                  />
                ) : (
                  <InfoOutlinedIcon aria-hidden />
                )}
                <time
                  className={classes.time}
                  dateTime={event.time.toISOString()}
                  title={formatAbsolute(event.time, t)}
                >
                  {formatTimeWithSeconds(event.time, t)}
                </time>
                <div className={classes.message}>
                  <span className={classes.reason}>
                    {capitalised(reasonInWords(event.reason))}
                  </span>{' '}
                  {event.message}
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
