import Button from '@material-ui/core/Button';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { formatCount } from '../format/formatNumber';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { useTranslate } from '../translations/useTranslate';
import { dayInWords, hourInWords, someNames } from './hourWords';
import type { PlannedHour } from './useExpectedWeek';

/** How many tests a row names. */
const NAMES = 3;

/** The hours of a week in which something is expected, one below the other. */
export function CalendarTable(props: {
  readonly hours: readonly PlannedHour[];
  readonly week: string;
  readonly onPick: (hour: number) => void;
}) {
  const { hours, week, onPick } = props;
  const t = useTranslate();
  const table = useTableStyles();
  const title = t('calendar.title');
  return (
    <ScrollRegion className={table.scroll} label={t('layout.table', { title })}>
      <Table className={table.table} aria-label={title}>
        <TableHead>
          <TableRow>
            <TableCell>{t('calendar.when')}</TableCell>
            <TableCell className={table.figure}>{t('terms.runs')}</TableCell>
            <TableCell className={table.figure}>
              {t('calendar.mostUsers')}
            </TableCell>
            <TableCell className={table.figure}>
              {t('calendar.mostWorkers')}
            </TableCell>
            <TableCell>{t('calendar.tests')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {hours.map(
            (hour, index) =>
              hour.runs > 0 && (
                <TableRow key={hour.begins.getTime()}>
                  <TableCell>
                    <Button
                      size="small"
                      style={{ whiteSpace: 'nowrap', textTransform: 'none' }}
                      onClick={() => onPick(index)}
                    >
                      {dayInWords(week, hour.day, t)} {hourInWords(hour.hour)}
                    </Button>
                  </TableCell>
                  <TableCell className={table.figure}>
                    {formatCount(hour.runs, t)}
                  </TableCell>
                  <TableCell className={table.figure}>
                    {formatCount(hour.users, t)}
                  </TableCell>
                  <TableCell className={table.figure}>
                    {formatCount(hour.workers, t)}
                  </TableCell>
                  <TableCell>
                    {someNames(
                      hour.expected.map(({ load }) => load.test),
                      NAMES,
                      t,
                    )}
                  </TableCell>
                </TableRow>
              ),
          )}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}
