import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { scheduleCollisions, type Test } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { formatDayAndTime } from '../format/formatTime';
import { usePolled } from '../live/usePolled';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import type { NewRunForm } from './NewRunForm';
import { plannedSeconds } from './plannedSeconds';

const useStyles = makeStyles(theme => ({
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    '&:not(:empty)': { marginTop: theme.spacing(1.5) },
  },
  list: { margin: 0, paddingLeft: theme.spacing(2) },
}));

const NONE: readonly Test[] = [];

/** Which other schedules of the entity run while this one does: two at once load the same service. */
export function ScheduleCollisions(props: {
  readonly form: Pick<NewRunForm, 'schedule' | 'timeZone' | 'runTime'>;
  readonly entityRef: string;
  /** The schedule that is changed itself. */
  readonly except?: string;
  readonly now: Date;
}) {
  const { form, entityRef, except, now } = props;
  const { schedule, timeZone, runTime } = form;
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const tests = usePolled(
    entityRef,
    () => api.listTests({ entityRef }),
    () => 'never',
  );
  const items = tests.status === 'loaded' ? tests.value.items : NONE;
  const others = useMemo(
    () =>
      items
        .filter(test => !test.suspended && test.id !== except)
        .map(test => ({
          name: test.test,
          schedule: test.schedule,
          timeZone: test.timeZone,
          runTimeSeconds: plannedSeconds(test.spec.runTime),
        })),
    [items, except],
  );
  const collisions = useMemo(
    () =>
      scheduleCollisions(
        {
          schedule: schedule.trim(),
          timeZone,
          runTimeSeconds: plannedSeconds(runTime.trim() || undefined),
        },
        others,
        now,
      ),
    [schedule, timeZone, runTime, others, now],
  );
  const unavailable = tests.status === 'loaded' ? tests.value.unavailable : [];
  return (
    <div className={classes.notices} aria-live="polite">
      {collisions.length > 0 && (
        <Notice tone="warning" title={t('newRun.when.sameTime')}>
          <ul
            className={classes.list}
            aria-label={t('newRun.when.sameTimeList')}
          >
            {collisions.map(({ other, begins, otherBegins, count }) => (
              <li key={`${other.name} ${other.schedule}`}>
                <b>{other.name}</b>,{' '}
                {t('newRun.when.first', {
                  time: formatDayAndTime(begins, timeZone, t),
                })}
                {otherBegins.getTime() !== begins.getTime() &&
                  ` ${t('newRun.when.otherBegins', {
                    time: formatDayAndTime(otherBegins, timeZone, t),
                  })}`}
                {count > 1 && `; ${t('newRun.when.timesAWeek', { count })}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {tests.status === 'failed' && (
        <Notice tone="info" title={t('newRun.when.othersUnknown')}>
          {explainError(tests.error, t).message}
        </Notice>
      )}
      {unavailable.length > 0 && (
        <Notice
          tone="info"
          title={t('newRun.when.notCompared', {
            clusters: unavailable.map(one => one.cluster).join(', '),
          })}
        >
          {unavailable.map(one => one.message).join(' ')}
        </Notice>
      )}
    </div>
  );
}
