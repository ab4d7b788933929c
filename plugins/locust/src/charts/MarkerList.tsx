import { makeStyles } from '@material-ui/core/styles';
import { formatClock } from '../format/formatClock';
import { useTranslate } from '../translations/useTranslate';
import type { ChartMarker } from './chartMarkers';
import { MarkerShape } from './MarkerShape';

/** More are read in the list of all events. */
const MOST = 12;

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: theme.typography.pxToRem(13),
    '& li': { display: 'flex', alignItems: 'baseline', gap: 8 },
    '& svg': { flex: 'none', alignSelf: 'center' },
  },
  time: {
    color: theme.palette.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  },
  text: { overflowWrap: 'anywhere', minWidth: 0 },
}));

/** What the marks on the charts mean, in words and in the order of time. */
export function MarkerList(props: {
  readonly markers: readonly ChartMarker[];
}) {
  const { markers } = props;
  const t = useTranslate();
  const classes = useStyles();
  const others = markers.length - MOST;
  return (
    <ol className={classes.list} aria-label={t('charts.marks.title')}>
      {markers.slice(0, MOST).map((marker, place) => (
        <li key={place}>
          <MarkerShape kind={marker.kind} />
          <span className={classes.time}>{formatClock(marker.seconds)}</span>
          <span className={classes.text}>{marker.text}</span>
        </li>
      ))}
      {others > 0 && <li>{t('charts.marks.more', { count: others })}</li>}
    </ol>
  );
}
