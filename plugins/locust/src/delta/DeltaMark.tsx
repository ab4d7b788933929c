import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { ComparisonDelta } from 'backstage-plugin-locust-common';
import { useSpokenStyles } from '../layout/useSpokenStyles';
import { readableOn, toneColour, type Tone } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import { deltaInWords, deltaText, deltaTone } from './deltaWords';

const useStyles = makeStyles<Theme, { tone: Tone }>(theme => ({
  delta: {
    // Keeps what is only heard within what scrolls.
    position: 'relative',
    fontSize: theme.typography.pxToRem(12),
    fontWeight: 600,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: ({ tone }) =>
      readableOn(toneColour(theme, tone), theme.palette.background.paper),
  },
}));

/** How far a figure is from another run's: a sign and a number to see, words to hear. */
export function DeltaMark(props: {
  readonly metric: string;
  readonly delta: ComparisonDelta;
  /** What it is held against, as in "the baseline". */
  readonly reference: string;
}) {
  const { metric, delta, reference } = props;
  const classes = useStyles({ tone: deltaTone(metric, delta) });
  const { spoken } = useSpokenStyles();
  const t = useTranslate();
  const words = deltaInWords(metric, delta, reference, t);
  return (
    <span className={classes.delta} title={words}>
      <span aria-hidden>{deltaText(metric, delta, t)}</span>
      <span className={spoken}>{words}</span>
    </span>
  );
}
