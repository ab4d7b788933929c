import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { nextScheduleTimes } from 'backstage-plugin-locust-common';
import { formatDayAndTime } from '../format/formatTime';
import { SelectField } from '../layout/SelectField';
import { cronReading } from '../schedules/cronReading';
import { useTranslate } from '../translations/useTranslate';
import { FormTextField } from './FormTextField';
import type { FormProblems } from './formProblems';
import type { NewRunForm } from './NewRunForm';
import { ScheduleCollisions } from './ScheduleCollisions';
import { ownTimeZone, timeZones } from './timeZones';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(1.5),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    alignItems: 'start',
    marginTop: theme.spacing(2),
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  reading: {
    marginTop: theme.spacing(1.5),
    fontSize: theme.typography.pxToRem(14),
  },
  times: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    listStyle: 'none',
    fontVariantNumeric: 'tabular-nums',
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
}));

/** The next times of a schedule; none where it cannot be read. */
function nextTimes(
  schedule: string,
  timeZone: string,
  now: Date,
): readonly Date[] {
  try {
    return nextScheduleTimes(schedule.trim(), timeZone, now, 5);
  } catch {
    // What is wrong is said at the field, by the validation.
    return [];
  }
}

/** Cron and time zone, with what they mean. */
export function ScheduleFields(props: {
  readonly form: NewRunForm;
  readonly problems: FormProblems['byField'];
  readonly now: Date;
  readonly entityRef?: string;
  /** The schedule that is changed itself. */
  readonly testId?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { form, problems, now, onChange } = props;
  const classes = useStyles();
  const t = useTranslate();
  const zones = useMemo(
    () => timeZones().map(zone => ({ value: zone, label: zone })),
    [],
  );
  const valid = !problems.schedule && !problems.timeZone;
  const reading = valid ? cronReading(form.schedule, t) : undefined;
  const times = useMemo(
    () => (valid ? nextTimes(form.schedule, form.timeZone, now) : []),
    [valid, form.schedule, form.timeZone, now],
  );
  return (
    <>
      <div className={classes.pair}>
        <FormTextField
          label={t('newRun.schedule.cron')}
          value={form.schedule}
          problem={problems.schedule}
          hint={t('newRun.schedule.cronHint')}
          onChange={schedule => onChange({ schedule })}
        />
        <SelectField
          label={t('newRun.schedule.timeZone')}
          fullWidth
          value={form.timeZone}
          error={Boolean(problems.timeZone)}
          helperText={problems.timeZone}
          options={zones}
          onChange={timeZone => onChange({ timeZone })}
        />
      </div>
      <div className={classes.reading} aria-live="polite">
        {reading && <b>{`${reading}.`}</b>}
        {times.length > 0 && (
          <>
            {' '}
            {form.timeZone === ownTimeZone()
              ? t('newRun.schedule.next')
              : t('newRun.schedule.nextIn', { timeZone: form.timeZone })}
            <ol
              className={classes.times}
              aria-label={t('newRun.schedule.nextTimes')}
            >
              {times.map(time => (
                <li
                  key={time.getTime()}
                  title={t('newRun.schedule.whereYouAre', {
                    time: formatDayAndTime(time, undefined, t),
                  })}
                >
                  {formatDayAndTime(time, form.timeZone, t)}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
      {valid && props.entityRef && (
        <ScheduleCollisions
          form={form}
          entityRef={props.entityRef}
          except={props.testId}
          now={now}
        />
      )}
    </>
  );
}
