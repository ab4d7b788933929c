import { makeStyles } from '@material-ui/core/styles';
import type { TimeLine } from './TimeLine';

const useStyles = makeStyles(theme => ({
  swatch: { flex: 'none', display: 'block' },
  letter: {
    flex: 'none',
    minWidth: 14,
    fontWeight: 700,
    fontSize: theme.typography.pxToRem(11),
  },
}));

/** A piece of a line, as it is drawn, with its letter where it has one. */
export function LineSwatch(props: {
  readonly line: Pick<TimeLine, 'colour' | 'dash' | 'letter'>;
}) {
  const { colour, dash, letter } = props.line;
  const classes = useStyles();
  return (
    <>
      <svg className={classes.swatch} width={22} height={6} aria-hidden>
        <line
          x1={0}
          x2={22}
          y1={3}
          y2={3}
          strokeWidth={2.5}
          stroke={colour}
          strokeDasharray={dash}
        />
      </svg>
      {letter && (
        <span className={classes.letter} style={{ color: colour }}>
          {`${letter} `}
        </span>
      )}
    </>
  );
}
