import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import type { ThresholdResult } from 'backstage-plugin-locust-common';
import { NO_FIGURE } from '../format/formatNumber';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import { thresholdRow } from './thresholdRows';

const useStyles = makeStyles({
  threshold: {
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
    overflowWrap: 'anywhere',
    minWidth: 140,
  },
  message: { minWidth: 180, overflowWrap: 'anywhere' },
});

/** Thresholds beside what was: limit, figure, and how far apart they are. */
export function ThresholdsTable(props: {
  readonly label: string;
  readonly results: readonly ThresholdResult[];
  /** The run goes on, so nothing is decided. */
  readonly soFar: boolean;
}) {
  const classes = useStyles();
  const t = useTranslate();
  const table = useTableStyles();
  return (
    <ScrollRegion
      className={table.scroll}
      label={t('layout.table', { title: props.label })}
    >
      <Table className={table.table} aria-label={props.label}>
        <TableHead>
          <TableRow>
            <TableCell>
              {props.soFar ? t('runPage.thresholds.soFar') : t('terms.result')}
            </TableCell>
            <TableCell>{t('runPage.thresholds.threshold')}</TableCell>
            <TableCell className={table.figure}>
              {t('runPage.thresholds.limit')}
            </TableCell>
            <TableCell className={table.figure}>
              {t('runPage.thresholds.actual')}
            </TableCell>
            <TableCell className={table.figure}>
              {t('runPage.thresholds.margin')}
            </TableCell>
            <TableCell>{t('runPage.thresholds.inWords')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.results
            .map(result => thresholdRow(result, t))
            .map(row => (
              <TableRow key={row.threshold}>
                <TableCell>
                  <Standing passed={row.passed} soFar={props.soFar} />
                </TableCell>
                <TableCell className={classes.threshold}>
                  {row.threshold}
                </TableCell>
                <TableCell className={table.figure}>
                  {row.limit ?? NO_FIGURE}
                </TableCell>
                <TableCell className={table.figure}>
                  {row.actual ?? NO_FIGURE}
                </TableCell>
                <TableCell className={table.figure}>
                  {row.margin
                    ? t(
                        row.passed
                          ? 'runPage.thresholds.toSpare'
                          : 'runPage.thresholds.missedBy',
                        { margin: row.margin },
                      )
                    : NO_FIGURE}
                </TableCell>
                <TableCell className={classes.message}>{row.message}</TableCell>
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}

function Standing(props: {
  readonly passed: boolean;
  readonly soFar: boolean;
}) {
  const { passed, soFar } = props;
  const t = useTranslate();
  const words = soFar
    ? [t('runPage.thresholds.holds'), t('runPage.thresholds.holdsNot')]
    : [t('status.passed'), t('status.failed')];
  return (
    <StatusChip
      tone={passed ? 'success' : 'error'}
      icon={<StatusIcon shape={passed ? 'passed' : 'failed'} />}
    >
      {passed ? words[0] : words[1]}
    </StatusChip>
  );
}
