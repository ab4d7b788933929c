import type { ReactNode } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { toneColours, type Tone } from './toneColours';

const useStyles = makeStyles<Theme, { tone: Tone }>(theme => ({
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    maxWidth: '100%',
    borderRadius: 999,
    padding: '2px 10px 2px 8px',
    fontSize: theme.typography.pxToRem(12),
    fontWeight: 600,
    lineHeight: 1.6,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    backgroundColor: ({ tone }) => toneColours(theme, tone).background,
    color: ({ tone }) => toneColours(theme, tone).foreground,
    '& svg': { fontSize: 14, flex: 'none' },
  },
  text: { overflow: 'hidden', textOverflow: 'ellipsis' },
}));

/** A status in word, shape and colour. */
export function StatusChip(props: {
  readonly tone: Tone;
  readonly icon?: ReactNode;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles({ tone: props.tone });
  return (
    <span className={classes.chip} title={props.title}>
      {props.icon}
      <span className={classes.text}>{props.children}</span>
    </span>
  );
}
