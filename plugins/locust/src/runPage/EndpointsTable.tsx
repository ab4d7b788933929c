import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableFooter from '@material-ui/core/TableFooter';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import type {
  RequestStatistics,
  Statistics,
} from 'backstage-plugin-locust-common';
import { DeltaMark } from '../delta/DeltaMark';
import { deltasTo, sameEndpoint } from '../delta/deltasTo';
import type { Baseline } from '../delta/useBaselineOf';
import {
  formatCount,
  formatMilliseconds,
  formatRate,
  formatRatio,
  NO_FIGURE,
} from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { toneColours } from '../status/toneColours';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import {
  figureOf,
  PERCENTILES,
  sortEndpoints,
  type SortKey,
  type Sorting,
} from './endpointRows';

const useStyles = makeStyles(theme => ({
  method: { fontWeight: 700 },
  name: { fontWeight: 600, minWidth: 150, overflowWrap: 'anywhere' },
  failing: {
    fontWeight: 600,
    color: toneColours(theme, 'error').foreground,
  },
  total: {
    '& td': {
      fontWeight: 700,
      color: theme.palette.text.primary,
      borderTop: `2px solid ${theme.palette.divider}`,
      borderBottom: 'none',
    },
  },
  empty: { color: theme.palette.text.secondary },
}));

interface Column {
  readonly key: SortKey;
  readonly label: string;
  readonly format: (value: number | undefined) => string;
}

function countColumns(t: Translate): readonly Column[] {
  return [
    {
      key: 'requests',
      label: t('terms.requests'),
      format: value => formatCount(value, t),
    },
    {
      key: 'rps',
      label: t('terms.rps'),
      format: value => formatRate(value, t),
    },
    {
      key: 'failures',
      label: t('terms.failures'),
      format: value => formatRatio(value, t),
    },
  ];
}

function timeColumns(
  columns: ReadonlyArray<Pick<Column, 'key' | 'label'>>,
  t: Translate,
): readonly Column[] {
  return columns.map(column => ({
    ...column,
    format: value => formatMilliseconds(value, t),
  }));
}

/** Figures per endpoint: sortable, with the percentiles one wants. */
export function EndpointsTable(props: {
  readonly title: string;
  readonly endpoints: readonly RequestStatistics[];
  readonly total?: Statistics;
  readonly emptyText: string;
  /** Average, shortest and longest too, and all percentiles to begin with. */
  readonly full?: boolean;
  /** The run that the figures are held against. */
  readonly baseline?: Baseline;
}) {
  const { endpoints, total, full, baseline } = props;
  const classes = useStyles();
  const t = useTranslate();
  const table = useTableStyles();
  const [sorting, setSorting] = useState<Sorting>({
    by: 'requests',
    descending: true,
  });
  const [percentiles, setPercentiles] = useState<readonly string[]>(
    full ? PERCENTILES : ['50', '95', '99'],
  );
  const columns: readonly Column[] = [
    ...countColumns(t),
    ...timeColumns(
      [
        ...(full
          ? ([
              { key: 'avg', label: t('terms.average') },
              { key: 'min', label: t('runPage.endpoints.min') },
              { key: 'max', label: t('runPage.endpoints.max') },
            ] as const)
          : []),
        ...percentiles.map(one => ({
          key: `p${one}` as const,
          label: `p${one}`,
        })),
      ],
      t,
    ),
  ];
  const direction = sorting.descending ? 'desc' : 'asc';
  const sortBy = (by: SortKey) =>
    setSorting(before => ({
      by,
      descending:
        before.by === by
          ? !before.descending
          : by !== 'name' && by !== 'method',
    }));
  const heading = (key: SortKey, label: string, figure: boolean) => (
    <TableCell
      key={key}
      className={figure ? table.figure : undefined}
      // Puts the arrow before the word, so that words and figures end on one line.
      align={figure ? 'right' : 'left'}
      sortDirection={sorting.by === key && direction}
    >
      <TableSortLabel
        active={sorting.by === key}
        direction={sorting.by === key && !sorting.descending ? 'asc' : 'desc'}
        onClick={() => sortBy(key)}
      >
        {label}
      </TableSortLabel>
    </TableCell>
  );
  const cells = (statistics: Statistics) =>
    columns.map(column => {
      const value = figureOf(
        statistics,
        column.key as Exclude<SortKey, 'method' | 'name'>,
      );
      const failing = column.key === 'failures' && Boolean(value);
      return (
        <TableCell key={column.key} className={table.figure}>
          {failing ? (
            <span
              className={classes.failing}
              title={t('runPage.endpoints.failures', {
                count: statistics.failures,
              })}
            >
              {column.format(value)}
            </span>
          ) : (
            column.format(value)
          )}
        </TableCell>
      );
    });

  const change = (before: Statistics | undefined, now: Statistics) => {
    const { p95 } = deltasTo(before, now);
    return (
      <TableCell className={table.figure}>
        {p95 ? (
          <DeltaMark
            metric="p95"
            delta={p95}
            reference={t('delta.theBaseline')}
          />
        ) : (
          <span className={table.muted}>
            {before ? NO_FIGURE : t('runPage.endpoints.new')}
          </span>
        )}
      </TableCell>
    );
  };

  return (
    <Panel
      title={props.title}
      subtitle={t('runPage.endpoints.inMs')}
      actions={
        <PercentileMenu chosen={percentiles} onChange={setPercentiles} />
      }
    >
      {endpoints.length === 0 ? (
        <div className={classes.empty}>{props.emptyText}</div>
      ) : (
        <ScrollRegion
          className={table.scroll}
          label={t('runPage.endpoints.table', { title: props.title })}
        >
          <Table className={table.table} aria-label={props.title}>
            <TableHead>
              <TableRow>
                {heading('method', t('terms.method'), false)}
                {heading('name', t('terms.name'), false)}
                {columns.map(column => heading(column.key, column.label, true))}
                {baseline && (
                  <TableCell className={table.figure} align="right">
                    {t('runPage.endpoints.toBaseline')}
                  </TableCell>
                )}
              </TableRow>
            </TableHead>
            <TableBody>
              {sortEndpoints(endpoints, sorting).map(endpoint => (
                <TableRow key={`${endpoint.method} ${endpoint.name}`}>
                  <TableCell className={classes.method}>
                    {endpoint.method}
                  </TableCell>
                  <TableCell className={classes.name}>
                    {endpoint.name}
                  </TableCell>
                  {cells(endpoint.statistics)}
                  {baseline &&
                    change(
                      sameEndpoint(baseline.requests, endpoint),
                      endpoint.statistics,
                    )}
                </TableRow>
              ))}
            </TableBody>
            {total && (
              <TableFooter>
                <TableRow className={classes.total}>
                  <TableCell colSpan={2}>
                    {t('runPage.endpoints.total')}
                  </TableCell>
                  {cells(total)}
                  {baseline && change(baseline.run.total, total)}
                </TableRow>
              </TableFooter>
            )}
          </Table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

function PercentileMenu(props: {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const { chosen, onChange } = props;
  const t = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const id = useId();
  const summary =
    chosen.length > 4
      ? t('runPage.endpoints.percentiles', {
          number: formatCount(chosen.length, t),
        })
      : chosen.map(one => `p${one}`).join(' ');
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        aria-haspopup="menu"
        aria-controls={anchor ? id : undefined}
        aria-label={t('runPage.endpoints.choose', {
          chosen: summary || t('runPage.endpoints.none'),
        })}
        endIcon={<ArrowDropDownIcon />}
        style={{ textTransform: 'none' }}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {summary || t('runPage.endpoints.noPercentiles')}
      </Button>
      <Menu
        id={id}
        open={Boolean(anchor)}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
      >
        {PERCENTILES.map(one => {
          const on = chosen.includes(one);
          return (
            <MenuItem
              key={one}
              dense
              role="menuitemcheckbox"
              aria-checked={on}
              onClick={() =>
                onChange(
                  PERCENTILES.filter(other =>
                    other === one ? !on : chosen.includes(other),
                  ),
                )
              }
            >
              <Checkbox
                size="small"
                color="primary"
                checked={on}
                tabIndex={-1}
                disableRipple
                inputProps={{ 'aria-hidden': true, tabIndex: -1 }}
              />
              {`p${one}`}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
