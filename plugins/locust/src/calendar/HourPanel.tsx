import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { Link } from '@backstage/core-components';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { formatSpan } from '../format/formatClock';
import { Panel } from '../layout/Panel';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { PlaceLine } from '../places/PlaceLine';
import { cronReading } from '../schedules/cronReading';
import { useTranslate } from '../translations/useTranslate';
import { testIdentityOf } from '../trend/testIdentity';
import { clockChange, dayInWords, hourInWords, loadInWords } from './hourWords';
import type { PlannedHour } from './useExpectedWeek';

/** Of more schedules in one hour the first are enough to see what it is full of. */
const MOST = 50;

/** Who has what in an hour. */
export function HourPanel(props: {
  readonly hour: PlannedHour;
  readonly week: string;
}) {
  const { hour, week } = props;
  const t = useTranslate();
  const table = useTableStyles();
  const paths = useLoadTestsPaths();
  const title = `${dayInWords(week, hour.day, t)}, ${hourInWords(
    hour.hour,
  )}–${hourInWords(hour.hour + 1)}`;
  const shown = hour.expected.slice(0, MOST);
  return (
    <div aria-live="polite">
      <Panel
        headingLevel="h3"
        title={title}
        subtitle={[loadInWords(hour, t), clockChange(hour, t)]
          .filter(Boolean)
          .join('. ')}
      >
        {shown.length > 0 && (
          <ScrollRegion
            className={table.scroll}
            label={t('layout.table', { title })}
          >
            <Table className={table.table} aria-label={title}>
              <TableHead>
                <TableRow>
                  <TableCell>{t('terms.test')}</TableCell>
                  <TableCell>{t('calendar.when')}</TableCell>
                  <TableCell className={table.figure}>
                    {t('terms.runs')}
                  </TableCell>
                  <TableCell className={table.figure}>
                    {t('calendar.runTime')}
                  </TableCell>
                  <TableCell className={table.figure}>
                    {t('calendar.mostUsers')}
                  </TableCell>
                  <TableCell className={table.figure}>
                    {t('calendar.mostWorkers')}
                  </TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {shown.map(({ load, runs, users, workers }) => (
                  <TableRow key={load.id}>
                    <TableCell>
                      <Link
                        to={paths.trend(testIdentityOf(load))}
                        className={table.name}
                      >
                        {load.test}
                      </Link>
                      <PlaceLine of={load} />
                    </TableCell>
                    <TableCell>
                      {cronReading(load.schedule, t) ?? load.schedule}
                      <div className={table.muted}>
                        {load.schedule} · {load.timeZone}
                      </div>
                    </TableCell>
                    <TableCell className={table.figure}>
                      {formatCount(runs, t)}
                    </TableCell>
                    <TableCell className={table.figure}>
                      {formatSpan(load.runTimeSeconds)}
                    </TableCell>
                    <TableCell className={table.figure}>
                      {load.users === undefined
                        ? NO_FIGURE
                        : formatCount(users, t)}
                    </TableCell>
                    <TableCell className={table.figure}>
                      {formatCount(workers, t)}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </ScrollRegion>
        )}
        {hour.expected.length > shown.length && (
          <div className={table.muted}>
            {t('runs.shownOf', {
              number: formatCount(shown.length, t),
              total: formatCount(hour.expected.length, t),
            })}
          </div>
        )}
      </Panel>
    </div>
  );
}
