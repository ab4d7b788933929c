import { makeStyles } from '@material-ui/core/styles';
import { formatClock } from '../format/formatClock';
import { useTranslate } from '../translations/useTranslate';
import { LineSwatch } from './LineSwatch';
import type { TimeLine } from './TimeLine';
import { tipStyle } from './tipStyle';

/** More than this would hide the chart; the table has them all. */
const MOST_FIGURES = 8;

const useStyles = makeStyles(theme => ({
  tip: {
    ...tipStyle(theme),
    position: 'absolute',
    top: 4,
    zIndex: 2,
    maxWidth: 320,
    pointerEvents: 'none',
    '& ul': { listStyle: 'none', margin: 0, padding: 0 },
    '& li': {
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      whiteSpace: 'nowrap',
    },
    '& b': { marginLeft: 'auto', paddingLeft: theme.spacing(2) },
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis' },
  muted: { color: theme.palette.text.secondary },
}));

/** The figures at the crosshair, beside it; of many lines those that stand highest. A slider says the same in words. */
export function PlotTip(props: {
  readonly seconds: number;
  readonly figures: ReadonlyArray<{
    readonly line: TimeLine;
    readonly value: number;
  }>;
  readonly format: (value: number) => string;
  /** Where in the chart, from 0 to 1. */
  readonly part: number;
}) {
  const { seconds, figures, format, part } = props;
  const t = useTranslate();
  const classes = useStyles();
  const shown =
    figures.length > MOST_FIGURES
      ? [...figures].sort((a, b) => b.value - a.value).slice(0, MOST_FIGURES)
      : figures;
  const others = figures.length - shown.length;
  return (
    <div
      aria-hidden
      className={classes.tip}
      style={
        part < 0.5
          ? { left: `calc(${part * 100}% + 10px)` }
          : { right: `calc(${(1 - part) * 100}% + 10px)` }
      }
    >
      <div>{formatClock(seconds)}</div>
      <ul>
        {shown.map(({ line, value }) => (
          <li key={line.id}>
            <LineSwatch line={line} />
            <span className={classes.name}>{line.name}</span>
            <b>{format(value)}</b>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <div className={classes.muted}>
          {t('charts.crosshair.lower', { count: others })}
        </div>
      )}
    </div>
  );
}
