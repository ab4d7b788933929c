import { useMemo } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { formatClock } from '../format/formatClock';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { useTranslate } from '../translations/useTranslate';
import { tableRows } from './tableRows';
import type { TimeLine } from './TimeLine';
import type { TimeSpan } from './TimeSpan';

const useStyles = makeStyles(theme => ({
  box: { maxHeight: 420, overflow: 'auto' },
  caption: {
    captionSide: 'top',
    padding: theme.spacing(0, 2, 1),
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    textAlign: 'left',
  },
}));

/** What a chart shows as a table, of the same stretch. */
export function TimeTable(props: {
  readonly title: string;
  readonly lines: readonly TimeLine[];
  readonly span: TimeSpan;
  readonly format: (value: number) => string;
}) {
  const { title, lines, span, format } = props;
  const t = useTranslate();
  const classes = useStyles();
  const table = useTableStyles();
  const { rows, moments, every } = useMemo(
    () => tableRows(lines, span),
    [lines, span],
  );
  const shown = {
    chart: title,
    from: formatClock(span.from),
    to: formatClock(span.to),
  };
  return (
    <ScrollRegion
      className={`${table.scroll} ${classes.box}`}
      label={t('charts.table.label', { chart: title })}
    >
      <Table className={table.table} size="small">
        <caption className={classes.caption}>
          {every > 1
            ? t('charts.table.captionThinned', {
                ...shown,
                moments: formatCount(moments, t),
                every: formatCount(every, t),
              })
            : t('charts.table.caption', shown)}
        </caption>
        <TableHead>
          <TableRow>
            <TableCell scope="col">{t('charts.table.time')}</TableCell>
            {lines.map(line => (
              <TableCell key={line.id} scope="col" className={table.figure}>
                {line.name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ seconds, values }) => (
            <TableRow key={seconds}>
              <TableCell component="th" scope="row" role="rowheader">
                {formatClock(seconds)}
              </TableCell>
              {values.map((value, place) => (
                <TableCell key={lines[place].id} className={table.figure}>
                  {value === undefined ? NO_FIGURE : format(value)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}
