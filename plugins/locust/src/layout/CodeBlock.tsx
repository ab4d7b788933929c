import type { ReactNode } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { blend } from '../status/toneColours';

const useStyles = makeStyles(theme => ({
  code: {
    margin: 0,
    padding: theme.spacing(1.25),
    borderRadius: 6,
    maxHeight: '60vh',
    overflow: 'auto',
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
    fontSize: theme.typography.pxToRem(12),
    lineHeight: 1.55,
    color: theme.palette.text.primary,
    backgroundColor: codeGround(theme),
  },
}));

/** What code stands on. */
export function codeGround({ palette }: Theme): string {
  return blend(palette.text.primary, palette.background.paper, 0.045);
}

/** Text as it is, in a box that scrolls and can be reached with the keyboard. */
export function CodeBlock(props: {
  readonly label: string;
  readonly text: string;
  /** The same text, marked up. */
  readonly children?: ReactNode;
}) {
  const classes = useStyles();
  return (
    // A box that scrolls has to take the focus, or its end cannot be reached with a keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes.code} tabIndex={0} aria-label={props.label}>
      {props.children ?? props.text}
    </pre>
  );
}
