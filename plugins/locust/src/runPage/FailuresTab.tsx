import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import CheckIcon from '@material-ui/icons/Check';
import type { RunErrors } from '../api/LocustApi';
import { formatCount } from '../format/formatNumber';
import { CodeBlock } from '../layout/CodeBlock';
import { Panel } from '../layout/Panel';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  stack: { display: 'grid', gap: theme.spacing(2) },
  message: {
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
    overflowWrap: 'anywhere',
    minWidth: 180,
  },
}));

/** What failed how often, and what the locustfile itself raised. */
export function FailuresTab(props: {
  readonly errors: RunErrors;
  readonly active: boolean;
}) {
  const { errors, active } = props;
  const classes = useStyles();
  const t = useTranslate();
  const table = useTableStyles();
  if (errors.items.length === 0 && errors.exceptions.length === 0) {
    return (
      <Panel>
        <StateScreen
          icon={<CheckIcon />}
          title={
            active
              ? t('runPage.failures.noneSoFar')
              : t('runPage.failures.none')
          }
        >
          {t('runPage.failures.about')}
        </StateScreen>
      </Panel>
    );
  }
  return (
    <div className={classes.stack}>
      {errors.items.length > 0 && (
        <Panel title={t('runPage.failures.requests')}>
          <ScrollRegion
            className={table.scroll}
            label={t('layout.table', { title: t('runPage.failures.requests') })}
          >
            <Table
              className={table.table}
              aria-label={t('runPage.failures.requests')}
            >
              <TableHead>
                <TableRow>
                  <TableCell className={table.figure}>
                    {t('runPage.failures.occurrences')}
                  </TableCell>
                  <TableCell>{t('terms.method')}</TableCell>
                  <TableCell>{t('terms.name')}</TableCell>
                  <TableCell>{t('runPage.failures.message')}</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {errors.items.map(error => (
                  <TableRow
                    key={`${error.method} ${error.name} ${error.message}`}
                  >
                    <TableCell className={table.figure}>
                      {formatCount(error.occurrences, t)}
                    </TableCell>
                    <TableCell>
                      <b>{error.method}</b>
                    </TableCell>
                    <TableCell className={table.name}>{error.name}</TableCell>
                    <TableCell className={classes.message}>
                      {error.message}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </ScrollRegion>
        </Panel>
      )}
      {errors.exceptions.map(exception => (
        <Panel
          key={exception.message + exception.traceback}
          title={exception.message}
          subtitle={t('runPage.failures.exception', {
            count: exception.occurrences,
          })}
        >
          <CodeBlock
            label={t('runPage.failures.traceback', {
              message: exception.message,
            })}
            text={exception.traceback}
          />
        </Panel>
      ))}
    </div>
  );
}
