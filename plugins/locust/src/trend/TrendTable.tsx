import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { TestTrendRun } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import { trendFigures, usualRange } from './trendMetrics';
import { trendStatus } from './trendStatus';

const useStyles = makeStyles(theme => ({
  regression: {
    display: 'block',
    fontWeight: 600,
    fontSize: theme.typography.pxToRem(12),
    color: toneColours(theme, 'error').foreground,
  },
  improvement: {
    display: 'block',
    fontWeight: 600,
    fontSize: theme.typography.pxToRem(12),
    color: toneColours(theme, 'success').foreground,
  },
}));

/** The runs of a trend in words and figures, the newest first: what the charts show, for every way of reading. */
export function TrendTable(props: { readonly runs: readonly TestTrendRun[] }) {
  const classes = useStyles();
  const t = useTranslate();
  const figures = trendFigures(t);
  const table = useTableStyles();
  const paths = useLoadTestsPaths();
  return (
    <ScrollRegion className={table.scroll} label={t('trend.table.scroll')}>
      <Table className={table.table} aria-label={t('trend.table.label')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('terms.run')}</TableCell>
            <TableCell>{t('terms.result')}</TableCell>
            <TableCell className={table.figure}>{t('terms.users')}</TableCell>
            {figures.map(({ metric, name }) => (
              <TableCell key={metric} className={table.figure}>
                {name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {[...props.runs].reverse().map(run => {
            const status = trendStatus(run, t);
            return (
              <TableRow key={run.runId}>
                <TableCell className={table.when}>
                  <Link
                    to={paths.run(run.runId)}
                    title={formatAbsolute(run.createdAt, t)}
                  >
                    {formatDayAndTime(run.createdAt, undefined, t)}
                  </Link>
                  {run.baseline && ` · ${t('terms.baseline')}`}
                </TableCell>
                <TableCell>
                  <StatusChip
                    tone={status.tone}
                    icon={<StatusIcon shape={status.shape} />}
                  >
                    {status.word}
                  </StatusChip>
                </TableCell>
                <TableCell className={table.figure}>
                  {formatCount(run.users, t)}
                </TableCell>
                {figures.map(figure => {
                  const kind = run.judgements[figure.metric]?.kind;
                  const usual = usualRange(run, figure);
                  return (
                    <TableCell
                      key={figure.metric}
                      className={table.figure}
                      title={usual && t('trend.table.usual', { usual })}
                    >
                      {figure.format(run[figure.metric])}
                      {(kind === 'regression' || kind === 'improvement') && (
                        <span className={classes[kind]}>
                          {t(`trend.table.${kind}`)}
                        </span>
                      )}
                    </TableCell>
                  );
                })}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}
