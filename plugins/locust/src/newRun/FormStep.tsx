import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Panel } from '../layout/Panel';
import { toneColours } from '../status/toneColours';

const useStyles = makeStyles(theme => ({
  step: {
    display: 'flex',
    gap: theme.spacing(1.75),
    [theme.breakpoints.down('xs')]: {
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
  },
  number: {
    flex: 'none',
    display: 'grid',
    placeItems: 'center',
    width: 26,
    height: 26,
    borderRadius: '50%',
    fontWeight: 700,
    fontSize: theme.typography.pxToRem(13),
    backgroundColor: toneColours(theme, 'info').background,
    color: toneColours(theme, 'info').foreground,
  },
  body: { flex: 1, minWidth: 0 },
  title: {
    fontSize: theme.typography.pxToRem(16),
    lineHeight: '26px',
    fontWeight: 700,
    margin: theme.spacing(0, 0, 1.5),
  },
}));

/** A part of the form, in the order in which a person thinks. */
export function FormStep(props: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Panel label={props.title}>
      <div className={classes.step}>
        <div className={classes.number} aria-hidden>
          {props.number}
        </div>
        <div className={classes.body}>
          <h3 className={classes.title}>{props.title}</h3>
          {props.children}
        </div>
      </div>
    </Panel>
  );
}
