import type { ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import { toneColours } from '../status/toneColours';

const useStyles = makeStyles(theme => ({
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

/** A figure that everybody asks for first, in a list (`dl`) of them. */
export function FigureTile(props: {
  readonly label: string;
  readonly value: string;
  /** Whether it tells of something that went wrong. */
  readonly bad?: boolean;
  /** What stands beside the figure. */
  readonly children?: ReactNode;
}) {
  const { label, value, bad, children } = props;
  const classes = useStyles();
  return (
    <Paper component="div" variant="outlined" className={classes.tile}>
      <dt className={classes.label}>{label}</dt>
      <dd className={bad ? `${classes.value} ${classes.bad}` : classes.value}>
        {value}
        {children}
      </dd>
    </Paper>
  );
}
