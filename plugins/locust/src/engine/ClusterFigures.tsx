import { makeStyles } from '@material-ui/core/styles';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { formatSpan } from '../format/formatClock';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { formatAbsolute } from '../format/formatTime';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignContent: 'start',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    fontSize: theme.typography.pxToRem(13),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** Who leads, what waits, how long the watches have been silent, and whether the rights are all there. */
export function ClusterFigures(props: {
  readonly health: ClusterHealth;
  readonly now: Date;
}) {
  const { health, now } = props;
  const t = useTranslate();
  const classes = useStyles();
  const silent = longestSilent(health);
  const missing = health.missingRights?.length ?? 0;
  return (
    <dl className={classes.facts}>
      <dt>{t('engine.leader')}</dt>
      <dd>{health.leader ?? NO_FIGURE}</dd>
      <dt>{t('engine.queue')}</dt>
      <dd>
        {health.oldestKeyMs
          ? t('engine.oldest', {
              depth: formatCount(health.queueDepth, t),
              age: formatSpan(health.oldestKeyMs / 1000),
            })
          : formatCount(health.queueDepth, t)}
      </dd>
      {silent && (
        <>
          <dt>{t('engine.silence')}</dt>
          <dd>
            {t('engine.silent', {
              span: formatSpan((now.getTime() - silent.at.getTime()) / 1000),
              resource: silent.resource,
            })}
          </dd>
        </>
      )}
      {health.rightsCheckedAt && (
        <>
          <dt>{t('engine.rights')}</dt>
          <dd title={formatAbsolute(health.rightsCheckedAt, t)}>
            {missing > 0
              ? t('engine.missing', { count: missing })
              : t('engine.complete')}
          </dd>
        </>
      )}
    </dl>
  );
}

/** What the API server has told nothing of for longest. */
function longestSilent({ resources }: ClusterHealth) {
  return resources
    .flatMap(({ resource, lastContactAt: at }) =>
      at ? [{ resource, at }] : [],
    )
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .at(0);
}
