import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Run } from 'backstage-plugin-locust-common';
import {
  formatCount,
  formatRate,
  formatRatio,
  formatResponseTime,
} from '../format/formatNumber';
import { isActive } from '../status/isActive';
import { toneColours } from '../status/toneColours';

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
  tile: {
    padding: theme.spacing(1.5, 2),
    borderRadius: 8,
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(1, 1.25) },
  },
  label: {
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.secondary,
  },
  value: {
    margin: 0,
    fontSize: theme.typography.pxToRem(24),
    lineHeight: 1.3,
    fontWeight: 700,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    [theme.breakpoints.down('sm')]: {
      fontSize: theme.typography.pxToRem(18),
    },
  },
  bad: { color: toneColours(theme, 'error').foreground },
}));

/** The five figures that everybody asks for first. */
export function StatTiles(props: { readonly run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const { total } = run;
  const tiles = [
    {
      label: 'Users',
      value: formatCount(
        isActive(run.phase) ? run.currentUsers ?? run.users : run.users,
      ),
    },
    { label: 'Requests/s', value: formatRate(total?.rps) },
    {
      label: 'Failures',
      value: formatRatio(total?.failRatio),
      bad: Boolean(total?.failures),
    },
    { label: 'p95', value: formatResponseTime(total?.percentiles['95']) },
    { label: 'Requests', value: formatCount(total?.requests) },
  ];
  return (
    <dl className={classes.tiles} aria-label="Figures of the run">
      {tiles.map(tile => (
        <Paper
          key={tile.label}
          component="div"
          variant="outlined"
          className={classes.tile}
        >
          <dt className={classes.label}>{tile.label}</dt>
          <dd
            className={
              tile.bad ? `${classes.value} ${classes.bad}` : classes.value
            }
          >
            {tile.value}
          </dd>
        </Paper>
      ))}
    </dl>
  );
}
