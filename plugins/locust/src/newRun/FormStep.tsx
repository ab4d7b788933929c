import { useId, type ReactNode } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
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
  toggle: {
    width: '100%',
    justifyContent: 'flex-start',
    gap: theme.spacing(1),
    font: 'inherit',
    textAlign: 'left',
  },
  summary: {
    flex: 1,
    fontWeight: 400,
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
}));

/** A part of the form, in the order in which a person thinks. */
export function FormStep(props: {
  readonly number: number;
  readonly title: string;
  /** Of a step that most people pass by. */
  readonly toggle?: {
    readonly open: boolean;
    /** Whether it cannot be closed, for something in it has to change. */
    readonly locked: boolean;
    readonly onToggle: () => void;
    /** What is in it, in few words. */
    readonly summary: string;
  };
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const id = useId();
  const { toggle } = props;
  return (
    <Panel label={props.title}>
      <div className={classes.step}>
        <div className={classes.number} aria-hidden>
          {props.number}
        </div>
        <div className={classes.body}>
          {toggle ? (
            <>
              <h3 className={classes.title}>
                <ButtonBase
                  className={classes.toggle}
                  focusRipple
                  aria-expanded={toggle.open}
                  aria-controls={id}
                  disabled={toggle.locked}
                  onClick={toggle.onToggle}
                >
                  {props.title}
                  <span className={classes.summary}>{toggle.summary}</span>
                  {toggle.open ? <ExpandLessIcon /> : <ExpandMoreIcon />}
                </ButtonBase>
              </h3>
              <div id={id}>{toggle.open && props.children}</div>
            </>
          ) : (
            <>
              <h3 className={classes.title}>{props.title}</h3>
              {props.children}
            </>
          )}
        </div>
      </div>
    </Panel>
  );
}
