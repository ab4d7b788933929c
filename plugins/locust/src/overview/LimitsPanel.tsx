import type { ReactNode } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type {
  ClusterLoad,
  Overview,
  OwnerLoad,
} from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { Bar } from '../layout/Bar';
import { Panel } from '../layout/Panel';
import { ScrollRegion } from '../layout/ScrollRegion';
import { useTableStyles } from '../layout/useTableStyles';
import { Notice } from '../states/Notice';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import { limitLevel } from './limitLevel';

/** Where limits are set in the app configuration. */
const SETTING = 'locust.limits';

const useStyles = makeStyles(theme => ({
  load: { minWidth: 130 },
  words: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1),
    fontVariantNumeric: 'tabular-nums',
  },
  more: {
    paddingTop: theme.spacing(1),
    fontSize: theme.typography.pxToRem(13),
  },
  notice: { marginBottom: theme.spacing(1) },
}));

/** How many runs may go at once, and who is near that: clusters as wholes, and owners in each. */
export function LimitsPanel(props: {
  readonly overview: Pick<Overview, 'everything' | 'clusters' | 'owners'>;
}) {
  const { everything, clusters, owners } = props.overview;
  const classes = useStyles();
  const table = useTableStyles();
  const t = useTranslate();
  const title = t('overview.limits.title');
  const loads = [...clusters, ...owners.items];
  return (
    <Panel
      headingLevel="h2"
      title={title}
      subtitle={t('overview.limits.about')}
    >
      {!everything && (
        <div className={classes.notice}>
          <Notice tone="info">{t('overview.limits.partly')}</Notice>
        </div>
      )}
      {loads.length > 0 && (
        <ScrollRegion
          className={table.scroll}
          label={t('layout.table', { title })}
        >
          <Table className={table.table} aria-label={title}>
            <TableHead>
              <TableRow>
                <TableCell>{t('overview.limits.who')}</TableCell>
                <TableCell>{t('status.running')}</TableCell>
                <TableCell className={table.figure}>
                  {t('overview.limits.waiting')}
                </TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {clusters.map(load => (
                <LoadRow
                  key={load.cluster}
                  load={load}
                  who={t('overview.limits.wholeCluster', {
                    cluster: load.cluster,
                  })}
                />
              ))}
              {owners.items.map(load => (
                <LoadRow
                  key={JSON.stringify([
                    load.cluster,
                    load.owner,
                    load.namespace,
                  ])}
                  load={load}
                  who={<Owner load={load} />}
                  where={load.cluster}
                />
              ))}
            </TableBody>
          </Table>
        </ScrollRegion>
      )}
      {owners.total > owners.items.length && (
        <div className={classes.more}>
          {t('overview.limits.ownersShown', {
            number: formatCount(owners.items.length, t),
            total: formatCount(owners.total, t),
          })}
        </div>
      )}
      {loads.every(load => load.limit === undefined) && (
        <div className={classes.more}>
          {t('overview.limits.setting', { setting: <code>{SETTING}</code> })}
        </div>
      )}
    </Panel>
  );
}

function Owner(props: { readonly load: OwnerLoad }) {
  const { owner, namespace } = props.load;
  const t = useTranslate();
  return owner ? (
    <EntityRefLink entityRef={owner} defaultKind="group" />
  ) : (
    <>{t('overview.limits.namespace', { namespace: namespace ?? '' })}</>
  );
}

function LoadRow(props: {
  readonly load: ClusterLoad | OwnerLoad;
  readonly who: ReactNode;
  readonly where?: string;
}) {
  const { load, who, where } = props;
  const { running, waiting, limit } = load;
  const classes = useStyles();
  const table = useTableStyles();
  const t = useTranslate();
  const level = limitLevel(load);
  return (
    <TableRow>
      <TableCell className={table.name}>
        {who}
        {where && <div className={table.muted}>{where}</div>}
      </TableCell>
      <TableCell className={classes.load}>
        <div className={classes.words}>
          {limit === undefined
            ? t('overview.limits.unlimited', {
                running: formatCount(running, t),
              })
            : t('status.progress', {
                ran: formatCount(running, t),
                whole: formatCount(limit, t),
              })}
          {level === 'near' && (
            <StatusChip tone="warning" icon={<StatusIcon shape="waiting" />}>
              {t('overview.limits.near')}
            </StatusChip>
          )}
          {level === 'full' && (
            <StatusChip tone="error" icon={<StatusIcon shape="broken" />}>
              {t('overview.limits.full')}
            </StatusChip>
          )}
        </div>
        {limit !== undefined && (
          <Bar
            share={running / limit}
            colour={level === 'full' ? 'bad' : 'first'}
          />
        )}
      </TableCell>
      <TableCell className={table.figure}>{formatCount(waiting, t)}</TableCell>
    </TableRow>
  );
}
