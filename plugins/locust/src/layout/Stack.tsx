import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  stack: {
    display: 'grid',
    // Else a table that is wider than the screen would make everything so.
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
}));

/** The parts of a screen below each other. */
export function Stack(props: { readonly children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.stack}>{props.children}</div>;
}
