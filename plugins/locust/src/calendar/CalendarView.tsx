import { makeStyles, useTheme } from '@material-ui/core/styles';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import EventIcon from '@material-ui/icons/Event';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { mondayOf, type PlannedSchedule } from 'backstage-plugin-locust-common';
import { locustApiRef, type Calendar } from '../api/LocustApi';
import { formatCount } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { SelectField } from '../layout/SelectField';
import { Stack } from '../layout/Stack';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { ClusterNotice } from '../states/ClusterNotice';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import { CalendarGrid } from './CalendarGrid';
import { placeFrom, weekAfter } from './calendarPlace';
import { CalendarTable } from './CalendarTable';
import { heatColours } from './heatColours';
import { HourPanel } from './HourPanel';
import { dayInWords } from './hourWords';
import { isStarting, useExpectedWeek, viewerZone } from './useExpectedWeek';

/** Schedules change seldom. */
const CALENDAR_INTERVAL_MS = 60_000;

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(1.5),
  },
  week: { fontWeight: 700 },
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    '&:not(:empty)': { marginBottom: theme.spacing(1.5) },
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginTop: theme.spacing(1),
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.secondary,
  },
  shades: { display: 'inline-flex', gap: 2 },
  shade: {
    width: 16,
    height: 12,
    borderRadius: 3,
    boxShadow: `inset 0 0 0 1px ${theme.palette.divider}`,
  },
}));

/** A week's calendar of the load that schedules bring: who has what at which hour. */
export default function CalendarView() {
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const calendar = usePolled(
    'calendar',
    () => api.getCalendar(),
    () => CALENDAR_INTERVAL_MS,
  );
  return (
    <Stack>
      <PolledContent resource={calendar} what="calendar" rows={7} frame={Panel}>
        {value =>
          value.items.length === 0 && value.unavailable.length === 0 ? (
            <Panel>
              <StateScreen icon={<EventIcon />} title={t('schedules.nothing')}>
                {t('schedules.howTo')}
              </StateScreen>
            </Panel>
          ) : (
            <Week calendar={value} />
          )
        }
      </PolledContent>
    </Stack>
  );
}

function Week(props: { readonly calendar: Calendar }) {
  const { items, unavailable, total } = props.calendar;
  const classes = useStyles();
  const t = useTranslate();
  const now = useNow(60_000);
  const timeZone = viewerZone();
  const [params, setParams] = useSearchParams();
  const { week, hour: picked } = placeFrom(params, now, timeZone);
  const thisWeek = mondayOf(now, timeZone);
  const asTable = params.get('as') === 'table';
  const clusters = [...new Set(items.map(one => one.cluster))].sort();
  const cluster = clusters.find(one => one === params.get('cluster'));
  const hours = useExpectedWeek(week, timeZone, items, cluster);
  const current = hours.find(hour => hour.begins <= now && now < hour.ends);
  const change = (changes: Readonly<Record<string, string | undefined>>) => {
    const to = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) {
        to.delete(name);
      } else {
        to.set(name, value);
      }
    }
    setParams(to, { replace: true });
  };
  const show = (monday: string) =>
    change({
      week: monday === thisWeek ? undefined : monday,
      hour: undefined,
    });
  const pick = (hour: number) => change({ hour: String(hour) });

  return (
    <>
      <Panel
        headingLevel="h2"
        title={t('calendar.title')}
        subtitle={t('calendar.about', { timeZone })}
        actions={
          <Segments
            label={t('calendar.shownAs')}
            value={asTable ? 'table' : 'week'}
            options={[
              { value: 'week', label: t('calendar.asWeek') },
              { value: 'table', label: t('calendar.asTable') },
            ]}
            onChange={as => change({ as: as === 'table' ? as : undefined })}
          />
        }
      >
        <div className={classes.bar}>
          <IconButton
            size="small"
            aria-label={t('calendar.earlier')}
            onClick={() => show(weekAfter(week, -1))}
          >
            <ChevronLeftIcon />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('calendar.later')}
            onClick={() => show(weekAfter(week, 1))}
          >
            <ChevronRightIcon />
          </IconButton>
          <span className={classes.week} aria-live="polite">
            {t('calendar.week', {
              first: dayInWords(week, 0, t),
              last: dayInWords(week, 6, t),
            })}
          </span>
          {week !== thisWeek && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => show(thisWeek)}
            >
              {t('calendar.thisWeek')}
            </Button>
          )}
          {clusters.length > 1 && (
            <SelectField
              label={t('terms.cluster')}
              value={cluster ?? ''}
              options={[
                { value: '', label: t('calendar.allClusters') },
                ...clusters.map(value => ({ value, label: value })),
              ]}
              onChange={value => change({ cluster: value || undefined })}
            />
          )}
        </div>
        <div className={classes.notices}>
          {unavailable.map(problem => (
            <ClusterNotice key={problem.cluster} problem={problem} now={now} />
          ))}
          {total > items.length && (
            <Notice tone="warning">
              {t('calendar.tooMany', {
                number: formatCount(items.length, t),
                total: formatCount(total, t),
              })}
            </Notice>
          )}
        </div>
        {asTable ? (
          <CalendarTable hours={hours} week={week} onPick={pick} />
        ) : (
          <CalendarGrid
            key={week}
            hours={hours}
            week={week}
            today={current?.day}
            picked={picked}
            onPick={pick}
          />
        )}
        <Legend schedules={items} />
      </Panel>
      {picked !== undefined && <HourPanel hour={hours[picked]} week={week} />}
    </>
  );
}

/** What the numbers and shades are, and what is not in them. */
function Legend(props: { readonly schedules: readonly PlannedSchedule[] }) {
  const classes = useStyles();
  const t = useTranslate();
  const colours = heatColours(useTheme());
  const paused = props.schedules.filter(one => one.suspended).length;
  const broken = props.schedules.filter(
    one => !one.suspended && !isStarting(one),
  ).length;
  return (
    <div className={classes.legend} id="locust-calendar-legend">
      <span>{t('calendar.legend')}</span>
      <span>
        {t('calendar.fewer')}{' '}
        <span className={classes.shades} aria-hidden>
          {colours.map(({ backgroundColor }) => (
            <span
              key={backgroundColor}
              className={classes.shade}
              style={{ backgroundColor }}
            />
          ))}
        </span>{' '}
        {t('calendar.more')}
      </span>
      {paused > 0 && <span>{t('calendar.paused', { count: paused })}</span>}
      {broken > 0 && <span>{t('calendar.broken', { count: broken })}</span>}
    </div>
  );
}
