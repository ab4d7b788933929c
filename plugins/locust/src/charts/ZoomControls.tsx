import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import ZoomInIcon from '@material-ui/icons/ZoomIn';
import ZoomOutIcon from '@material-ui/icons/ZoomOut';
import { formatClock } from '../format/formatClock';
import { useTranslate } from '../translations/useTranslate';
import type { ChartsView } from './ChartsView';
import { LEAST_SPAN_SECONDS, movedBy, zoomedIn, zoomedOut } from './TimeSpan';

const useStyles = makeStyles(theme => ({
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
  },
  shown: {
    fontSize: theme.typography.pxToRem(13),
    fontVariantNumeric: 'tabular-nums',
    padding: theme.spacing(0, 0.5),
  },
  reset: { textTransform: 'none' },
}));

/** Shows a shorter or longer stretch in all charts of the page, and says which. */
export function ZoomControls(props: { readonly view: ChartsView }) {
  const { whole, span, isZoomed, show, crosshair } = props.view;
  const t = useTranslate();
  const classes = useStyles();
  return (
    <div
      className={classes.controls}
      role="group"
      aria-label={t('charts.zoom.label')}
    >
      <IconButton
        size="small"
        aria-label={t('charts.zoom.in')}
        disabled={span.to - span.from <= LEAST_SPAN_SECONDS}
        onClick={() =>
          show(
            zoomedIn(
              span,
              crosshair.get().seconds ?? (span.from + span.to) / 2,
            ),
          )
        }
      >
        <ZoomInIcon fontSize="small" />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('charts.zoom.out')}
        disabled={!isZoomed}
        onClick={() => show(zoomedOut(span, whole))}
      >
        <ZoomOutIcon fontSize="small" />
      </IconButton>
      {isZoomed && (
        <>
          <IconButton
            size="small"
            aria-label={t('charts.zoom.earlier')}
            disabled={span.from <= whole.from}
            onClick={() => show(movedBy(span, -1, whole))}
          >
            <ChevronLeftIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('charts.zoom.later')}
            disabled={span.to >= whole.to}
            onClick={() => show(movedBy(span, 1, whole))}
          >
            <ChevronRightIcon fontSize="small" />
          </IconButton>
          <Button
            size="small"
            variant="outlined"
            className={classes.reset}
            onClick={() => show(undefined)}
          >
            {t('charts.zoom.whole')}
          </Button>
        </>
      )}
      <span
        className={classes.shown}
        role="status"
        aria-label={t('charts.zoom.label')}
      >
        {isZoomed &&
          t('charts.span', {
            from: formatClock(span.from),
            to: formatClock(span.to),
          })}
      </span>
    </div>
  );
}
