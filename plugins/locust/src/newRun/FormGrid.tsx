import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gap: theme.spacing(2, 1.5),
    alignItems: 'start',
  },
  1: { gridTemplateColumns: 'minmax(0, 1fr)' },
  2: {
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  4: {
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
}));

/** Fields of a step beside each other, below each other where there is no room. */
export function FormGrid(props: {
  readonly columns: 1 | 2 | 4;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={`${classes.grid} ${classes[props.columns]}`}>
      {props.children}
    </div>
  );
}
