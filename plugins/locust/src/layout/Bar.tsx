import { makeStyles, useTheme, type Theme } from '@material-ui/core/styles';
import { seriesColours, type SeriesColour } from '../charts/seriesColours';
import { toneColours } from '../status/toneColours';

const useStyles = makeStyles<Theme>(theme => ({
  bar: {
    height: 8,
    borderRadius: 4,
    overflow: 'hidden',
    backgroundColor: toneColours(theme, 'neutral').background,
  },
  taken: { height: '100%', borderRadius: 4 },
}));

/** How much of something is taken, to be seen at a glance. It stands beside words that say the same. */
export function Bar(props: {
  /** 0 to 1; more looks as 1. */
  readonly share: number;
  readonly colour?: SeriesColour;
}) {
  const { share, colour = 'first' } = props;
  const classes = useStyles();
  const theme = useTheme();
  return (
    <div className={classes.bar} aria-hidden>
      <div
        className={classes.taken}
        style={{
          width: `${Math.min(Math.max(share, 0), 1) * 100}%`,
          backgroundColor: seriesColours(theme)[colour],
        }}
      />
    </div>
  );
}
