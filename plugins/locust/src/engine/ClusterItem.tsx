import { makeStyles } from '@material-ui/core/styles';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import { ClusterDetails } from './ClusterDetails';
import { ClusterFigures } from './ClusterFigures';
import { engineStatus } from './engineStatus';
import { Findings } from './Findings';

const useStyles = makeStyles(theme => ({
  cluster: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.2fr) minmax(0, 2.4fr) minmax(0, 1.4fr)',
    gap: theme.spacing(1, 3),
    padding: theme.spacing(1.5, 0),
    fontSize: theme.typography.pxToRem(14),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    overflowWrap: 'anywhere',
  },
}));

/** One cluster: how the engine is there, what is wrong and what to do about it, and its figures. */
export function ClusterItem(props: {
  readonly health: ClusterHealth;
  readonly now: Date;
}) {
  const { health, now } = props;
  const t = useTranslate();
  const classes = useStyles();
  const { word, tone, shape } = engineStatus(health.state, t);
  return (
    <li className={classes.cluster}>
      <div>
        <div className={classes.name}>{health.cluster}</div>
        <div className={classes.muted}>
          {[health.version, health.server].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div>
        <StatusChip tone={tone} icon={<StatusIcon shape={shape} />}>
          {word}
          {health.since && health.state !== 'healthy' && (
            <span title={formatAbsolute(health.since, t)}>
              {' · '}
              {t('states.since', {
                when: formatRelative(health.since, now, t),
              })}
            </span>
          )}
        </StatusChip>
        {health.state !== 'healthy' && health.findings.length === 0 && (
          <div>{health.message}</div>
        )}
        <Findings findings={health.findings} about={health.cluster} />
        <ClusterDetails health={health} now={now} />
      </div>
      <ClusterFigures health={health} now={now} />
    </li>
  );
}
