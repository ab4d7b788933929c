import type { ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  panel: {
    padding: theme.spacing(2),
    borderRadius: 8,
    minWidth: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginBottom: theme.spacing(1),
  },
  titles: { flex: '1 1 auto', minWidth: 0 },
  title: {
    fontSize: theme.typography.pxToRem(16),
    fontWeight: 700,
    lineHeight: 1.4,
    margin: 0,
    color: theme.palette.text.primary,
    overflowWrap: 'anywhere',
  },
  subtitle: {
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.secondary,
  },
}));

/** A bordered surface with a heading; the building block of every screen. */
export function Panel(props: {
  readonly title?: ReactNode;
  readonly subtitle?: ReactNode;
  /** What stands at the end of the heading's line. */
  readonly actions?: ReactNode;
  readonly headingLevel?: 'h2' | 'h3';
  readonly className?: string;
  readonly label?: string;
  readonly children?: ReactNode;
}) {
  const classes = useStyles();
  const { title, subtitle, actions, headingLevel = 'h3' } = props;
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-label={props.label}
      className={
        props.className ? `${classes.panel} ${props.className}` : classes.panel
      }
    >
      {(title || actions) && (
        <div className={classes.head}>
          <div className={classes.titles}>
            {title && (
              <Typography component={headingLevel} className={classes.title}>
                {title}
              </Typography>
            )}
            {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
          </div>
          {actions}
        </div>
      )}
      {props.children}
    </Paper>
  );
}
