import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  screen: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(5, 2),
    maxWidth: 620,
    margin: '0 auto',
  },
  icon: {
    fontSize: 44,
    lineHeight: 1,
    color: theme.palette.text.secondary,
    '& svg': { fontSize: 'inherit' },
  },
  title: { fontSize: theme.typography.pxToRem(18), fontWeight: 700 },
  body: {
    color: theme.palette.text.secondary,
    overflowWrap: 'anywhere',
    width: '100%',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** What stands where content cannot: what is the case, and what can be done about it. */
export function StateScreen(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: 'alert' | 'status';
}) {
  const classes = useStyles();
  return (
    <div className={classes.screen} role={props.role}>
      <div className={classes.icon} aria-hidden>
        {props.icon}
      </div>
      <Typography component="h3" className={classes.title}>
        {props.title}
      </Typography>
      {props.children && (
        <Typography component="div" variant="body2" className={classes.body}>
          {props.children}
        </Typography>
      )}
      {props.actions && <div className={classes.actions}>{props.actions}</div>}
    </div>
  );
}
