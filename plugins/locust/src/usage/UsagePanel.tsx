import Button from '@material-ui/core/Button';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import GetAppIcon from '@material-ui/icons/GetApp';
import TimelapseIcon from '@material-ui/icons/Timelapse';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { locustApiRef, type Usage } from '../api/LocustApi';
import { saveFile } from '../exports/saveFile';
import { formatCount, formatRate } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { ScrollRegion } from '../layout/ScrollRegion';
import { SelectField } from '../layout/SelectField';
import { useTableStyles } from '../layout/useTableStyles';
import { usePolled } from '../live/usePolled';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import { DailyBars } from './DailyBars';
import { daysBetween, usageByOwner, usageCsv } from './ownerUsage';

/** What took place is not changed by a minute. */
const USAGE_INTERVAL_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
const TIMES = ['7', '30', '90', '365'] as const;
const USUAL_TIME = '30';

/** What the load tests of each owner took in the last days. */
export default function UsagePanel() {
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const [params, setParams] = useSearchParams();
  const days = TIMES.find(one => one === params.get('days')) ?? USUAL_TIME;
  const usage = usePolled(
    `usage ${days}`,
    () => api.getUsage(new Date(Date.now() - Number(days) * DAY_MS)),
    () => USAGE_INTERVAL_MS,
  );
  const items = usage.status === 'loaded' ? usage.value.items : [];
  return (
    <Panel
      title={t('usage.title')}
      subtitle={t('usage.about')}
      actions={
        <>
          <SelectField
            label={t('runs.filters.when')}
            value={days}
            options={TIMES.map(value => ({
              value,
              label: t('usage.lastDays', { count: Number(value) }),
            }))}
            onChange={value => {
              const next = new URLSearchParams(params);
              next.set('days', value);
              setParams(next, { replace: true });
            }}
          />
          <Button
            size="small"
            variant="outlined"
            startIcon={<GetAppIcon />}
            disabled={items.length === 0}
            onClick={() =>
              saveFile(
                'load-test-usage.csv',
                new Blob([usageCsv(items)], { type: 'text/csv' }),
              )
            }
          >
            {t('usage.export')}
          </Button>
        </>
      }
    >
      <PolledContent resource={usage} what="usage" rows={4}>
        {value =>
          value.items.length === 0 ? (
            <StateScreen icon={<TimelapseIcon />} title={t('usage.none')}>
              {t('usage.noneHint')}
            </StateScreen>
          ) : (
            <UsageTable usage={value} />
          )
        }
      </PolledContent>
    </Panel>
  );
}

function UsageTable(props: { readonly usage: Usage }) {
  const { from, to, items } = props.usage;
  const t = useTranslate();
  const table = useTableStyles();
  const sums = usageByOwner(items, daysBetween(from, to));
  const most = Math.max(...sums.flatMap(sum => sum.daily));
  return (
    <ScrollRegion
      className={table.scroll}
      label={t('layout.table', { title: t('usage.title') })}
    >
      <Table className={table.table} aria-label={t('usage.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('usage.owner')}</TableCell>
            <TableCell className={table.figure}>{t('terms.runs')}</TableCell>
            <TableCell className={table.figure}>{t('usage.failed')}</TableCell>
            <TableCell className={table.figure}>{t('usage.errors')}</TableCell>
            <TableCell className={table.figure}>
              {t('usage.userHours')}
            </TableCell>
            <TableCell className={table.figure}>
              {t('usage.workerHours')}
            </TableCell>
            <TableCell>{t('usage.daily')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {sums.map(sum => (
            <TableRow key={sum.owner ?? ''}>
              <TableCell className={table.name}>
                {sum.owner ? (
                  <EntityRefLink entityRef={sum.owner} defaultKind="group" />
                ) : (
                  t('usage.nobody')
                )}
              </TableCell>
              <TableCell className={table.figure}>
                {formatCount(sum.runs, t)}
              </TableCell>
              <TableCell className={table.figure}>
                {formatCount(sum.failed, t)}
              </TableCell>
              <TableCell className={table.figure}>
                {formatCount(sum.errors, t)}
              </TableCell>
              <TableCell className={table.figure}>
                {formatRate(sum.userHours, t)}
              </TableCell>
              <TableCell className={table.figure}>
                {formatRate(sum.workerHours, t)}
              </TableCell>
              <TableCell>
                <DailyBars
                  values={sum.daily}
                  most={most}
                  label={t('usage.dailyOf', {
                    owner: sum.owner ?? t('usage.nobody'),
                    days: formatCount(
                      sum.daily.filter(value => value > 0).length,
                      t,
                    ),
                    most: formatRate(Math.max(...sum.daily), t),
                  })}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </ScrollRegion>
  );
}
