import type { ReactNode } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import InfoOutlinedIcon from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import { toneColours } from '../status/toneColours';

export type NoticeTone = 'info' | 'warning' | 'error';

const useStyles = makeStyles<Theme, { tone: NoticeTone }>(theme => ({
  notice: {
    display: 'flex',
    gap: theme.spacing(1.25),
    padding: theme.spacing(1.25, 1.5),
    borderRadius: 8,
    fontSize: theme.typography.pxToRem(14),
    lineHeight: 1.5,
    backgroundColor: ({ tone }) => toneColours(theme, tone).background,
    color: theme.palette.text.primary,
    '& > svg': {
      flex: 'none',
      marginTop: 1,
      fontSize: 20,
      color: ({ tone }) => toneColours(theme, tone).foreground,
    },
  },
  body: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  title: { fontWeight: 700 },
}));

const ICONS = {
  info: InfoOutlinedIcon,
  warning: ReportProblemOutlinedIcon,
  error: ErrorOutlineIcon,
};

/** Something that has to be known, where it matters. Errors are announced. */
export function Notice(props: {
  readonly tone: NoticeTone;
  /** An error is read out at once; one that belongs to what is shown is not. */
  readonly role?: 'note';
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  const classes = useStyles({ tone: props.tone });
  const Icon = ICONS[props.tone];
  return (
    <div
      className={classes.notice}
      role={props.role ?? (props.tone === 'error' ? 'alert' : 'note')}
    >
      <Icon aria-hidden />
      <div className={classes.body}>
        {props.title && <div className={classes.title}>{props.title}</div>}
        {props.children}
      </div>
      {props.action}
    </div>
  );
}
