import { useRef, useState, type KeyboardEvent } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { formatCompact, formatCount } from '../format/formatNumber';
import { useNarrow } from '../layout/useNarrow';
import { useSpokenStyles } from '../layout/useSpokenStyles';
import { useTranslate } from '../translations/useTranslate';
import { gridKey } from './gridKeys';
import { heatColours, heatShade } from './heatColours';
import { cellInWords, dayInWords, hourInWords } from './hourWords';
import type { PlannedHour } from './useExpectedWeek';

const DAYS = [0, 1, 2, 3, 4, 5, 6];
/** To be seen in an hour that the clock skips. */
const SKIPPED = '–';
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const useStyles = makeStyles(theme => ({
  grid: {
    width: '100%',
    tableLayout: 'fixed',
    borderCollapse: 'separate',
    borderSpacing: 2,
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      fontSize: theme.typography.pxToRem(11),
      fontWeight: 600,
      padding: 0,
      color: theme.palette.text.secondary,
      overflow: 'hidden',
    },
    '& th[scope=row]': {
      textAlign: 'left',
      whiteSpace: 'nowrap',
    },
    '& th[aria-current]': {
      color: theme.palette.text.primary,
      fontWeight: 700,
    },
  },
  corner: { width: 84, [theme.breakpoints.down('sm')]: { width: 40 } },
  cell: {
    height: 36,
    padding: 0,
    borderRadius: 4,
    textAlign: 'center',
    lineHeight: 1.15,
    cursor: 'pointer',
    overflow: 'hidden',
    fontSize: theme.typography.pxToRem(12),
    boxShadow: `inset 0 0 0 1px ${theme.palette.divider}`,
    [theme.breakpoints.down('sm')]: { height: 28 },
    '&:focus-visible, &[aria-selected=true]': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: -2,
    },
    '&:focus-visible': { outlineOffset: 0 },
  },
  users: { display: 'block', fontWeight: 700 },
  runs: { display: 'block', fontSize: theme.typography.pxToRem(10) },
}));

/**
 * A week by days and hours: users and runs that are expected in each hour, by number and by shade. The arrow keys go
 * through it, and Enter picks an hour.
 */
export function CalendarGrid(props: {
  /** As the calendar has them, 168. */
  readonly hours: readonly PlannedHour[];
  readonly week: string;
  /** The day that it is, where it is one of this week. */
  readonly today: number | undefined;
  readonly picked: number | undefined;
  readonly onPick: (hour: number) => void;
}) {
  const { hours, week, today, picked, onPick } = props;
  const classes = useStyles();
  const { spoken } = useSpokenStyles();
  const t = useTranslate();
  const colours = heatColours(useTheme());
  // Where there is no room for 24 columns, the hours stand below each other.
  const narrow = useNarrow();
  const [rows, columns] = narrow ? [HOURS, DAYS] : [DAYS, HOURS];
  const indexAt = (row: number, column: number) =>
    narrow ? column * 24 + row : row * 24 + column;
  const cells = useRef(new Map<number, HTMLTableCellElement>());
  const [focused, setFocused] = useState(picked ?? 0);
  const most = Math.max(...hours.map(hour => hour.users));
  const mostRuns = Math.max(...hours.map(hour => hour.runs));
  const shadeOf = ({ users, runs }: PlannedHour) =>
    // Schedules that do not say how many users they bring still have runs.
    Math.max(heatShade(users, most), heatShade(runs, mostRuns) > 0 ? 1 : 0);

  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onPick(indexAt(row, column));
      return;
    }
    const to = gridKey(
      event,
      { row, column },
      { rows: rows.length, columns: columns.length },
    );
    if (to) {
      event.preventDefault();
      const index = indexAt(to.row, to.column);
      setFocused(index);
      cells.current.get(index)?.focus();
    }
  };

  const dayHeader = (day: number, scope: 'row' | 'col') => (
    <th
      key={day}
      scope={scope}
      aria-current={day === today ? 'date' : undefined}
      aria-label={dayInWords(week, day, t)}
    >
      {narrow
        ? dayInWords(week, day, t).split(/[\s,]/)[0]
        : dayInWords(week, day, t)}
    </th>
  );
  const hourHeader = (hour: number, scope: 'row' | 'col') => (
    <th key={hour} scope={scope} aria-label={hourInWords(hour)}>
      {narrow ? hourInWords(hour) : String(hour).padStart(2, '0')}
    </th>
  );

  return (
    <table
      role="grid"
      className={classes.grid}
      aria-label={t('calendar.title')}
      aria-describedby="locust-calendar-legend"
    >
      <thead>
        <tr>
          <td className={classes.corner} />
          {columns.map(one =>
            narrow ? dayHeader(one, 'col') : hourHeader(one, 'col'),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((one, row) => (
          <tr key={one}>
            {narrow ? hourHeader(one, 'row') : dayHeader(one, 'row')}
            {columns.map((other, column) => {
              const index = indexAt(row, column);
              const hour = hours[index];
              const exists = hour.begins < hour.ends;
              const words = cellInWords(hour, week, t);
              const isBlank = exists && hour.runs === 0;
              return (
                <td
                  key={other}
                  role="gridcell"
                  ref={cell => {
                    if (cell) {
                      cells.current.set(index, cell);
                    }
                  }}
                  className={classes.cell}
                  style={colours[shadeOf(hour)]}
                  tabIndex={index === focused ? 0 : -1}
                  aria-selected={index === picked}
                  // Not where there are figures to be seen: a label has to hold what is seen, so there the words stand beside them.
                  aria-label={isBlank ? words : undefined}
                  onClick={() => {
                    setFocused(index);
                    onPick(index);
                  }}
                  onKeyDown={event => onKeyDown(event, row, column)}
                >
                  {!isBlank && <span className={spoken}>{words}</span>}
                  {!exists && <span aria-hidden>{SKIPPED}</span>}
                  {hour.runs > 0 && (
                    <>
                      <span aria-hidden className={classes.users}>
                        {formatCompact(hour.users, t)}
                      </span>
                      <span aria-hidden className={classes.runs}>
                        {`${formatCount(hour.runs, t)}×`}
                      </span>
                    </>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
