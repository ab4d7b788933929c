import { makeStyles } from '@material-ui/core/styles';
import type { ComparedMetric, Run } from 'backstage-plugin-locust-common';
import { DeltaMark } from '../delta/DeltaMark';
import { deltasTo } from '../delta/deltasTo';
import {
  formatCount,
  formatRate,
  formatRatio,
  formatResponseTime,
} from '../format/formatNumber';
import { FigureTile } from '../layout/FigureTile';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(5, minmax(0, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'repeat(6, minmax(0, 1fr))',
      gap: theme.spacing(1),
      '& > *': { gridColumn: 'span 2' },
      '& > :nth-child(-n+2)': { gridColumn: 'span 3' },
    },
  },
  delta: {
    display: 'inline-block',
    marginLeft: theme.spacing(1),
    lineHeight: 1,
    [theme.breakpoints.down('sm')]: { display: 'block', marginLeft: 0 },
  },
}));

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly bad?: boolean;
  /** What it is held against the baseline's by. */
  readonly metric?: ComparedMetric;
}

/** The five figures that everybody asks for first, and how far they are from the baseline's. */
export function StatTiles(props: {
  readonly run: Run;
  readonly baseline?: Run;
}) {
  const { run, baseline } = props;
  const classes = useStyles();
  const t = useTranslate();
  const { total } = run;
  const deltas = baseline ? deltasTo(baseline.total, total) : {};
  const tiles: readonly Tile[] = [
    {
      label: t('terms.users'),
      value: formatCount(
        isActive(run.phase) ? run.currentUsers ?? run.users : run.users,
        t,
      ),
    },
    {
      label: t('terms.requestsPerSecond'),
      value: formatRate(total?.rps, t),
      metric: 'rps',
    },
    {
      label: t('terms.failures'),
      value: formatRatio(total?.failRatio, t),
      bad: Boolean(total?.failures),
      metric: 'failRatio',
    },
    {
      label: t('delta.names.p95'),
      value: formatResponseTime(total?.percentiles['95'], t),
      metric: 'p95',
    },
    { label: t('terms.requests'), value: formatCount(total?.requests, t) },
  ];
  return (
    <dl className={classes.tiles} aria-label={t('runPage.figures')}>
      {tiles.map(tile => {
        const delta = tile.metric && deltas[tile.metric];
        return (
          <FigureTile
            key={tile.label}
            label={tile.label}
            value={tile.value}
            bad={tile.bad}
          >
            {tile.metric && delta && (
              <span className={classes.delta}>
                <DeltaMark
                  metric={tile.metric}
                  delta={delta}
                  reference={t('delta.theBaseline')}
                />
              </span>
            )}
          </FigureTile>
        );
      })}
    </dl>
  );
}
