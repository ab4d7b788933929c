import { memo, useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { readableOn } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import type { ChartLimit } from './chartLimits';
import { groupMarkers, type ChartMarker } from './chartMarkers';
import { MarkerShape } from './MarkerShape';
import { valueAt } from './Samples';
import type { TimeLine } from './TimeLine';

const useStyles = makeStyles(theme => {
  const paper = theme.palette.background.paper;
  const limit = readableOn(theme.palette.error.main, paper);
  return {
    marks: { position: 'absolute', inset: 0, pointerEvents: 'none' },
    marker: {
      position: 'absolute',
      top: 0,
      bottom: 0,
      borderLeft: `1px dashed ${theme.palette.text.secondary}`,
      color: theme.palette.text.primary,
    },
    shape: {
      position: 'absolute',
      left: -6.5,
      top: -13,
      color: theme.palette.text.primary,
    },
    crossing: { color: limit },
    word: {
      position: 'absolute',
      left: 8,
      top: -15,
      whiteSpace: 'nowrap',
      fontSize: theme.typography.pxToRem(11),
      lineHeight: '16px',
      color: theme.palette.text.secondary,
    },
    limit: {
      position: 'absolute',
      left: 0,
      right: 0,
      borderTop: `1px dashed ${limit}`,
      textAlign: 'right',
    },
    limitWord: {
      display: 'inline-block',
      transform: 'translateY(-100%)',
      padding: '0 4px',
      fontSize: theme.typography.pxToRem(11),
      lineHeight: '15px',
      color: limit,
      backgroundColor: paper,
      opacity: 0.9,
    },
    beyond: { borderTop: 'none' },
    letter: {
      position: 'absolute',
      transform: 'translate(-50%, -50%)',
      minWidth: 14,
      padding: '0 2px',
      borderRadius: 3,
      textAlign: 'center',
      fontSize: theme.typography.pxToRem(10),
      lineHeight: '13px',
      fontWeight: 700,
      backgroundColor: paper,
      border: '1px solid',
    },
  };
});

/** What stands on a chart beside its lines: when something happened, what a line may come to, which line is which. */
export const PlotMarks = memo(function Marks(props: {
  readonly lines: readonly TimeLine[];
  readonly markers: readonly ChartMarker[];
  readonly limits: readonly ChartLimit[];
  readonly from: number;
  readonly to: number;
  readonly top: number;
  /** Whether there is room for words beside the shapes. */
  readonly words: boolean;
}) {
  const { lines, markers, limits, from, to, top, words } = props;
  const t = useTranslate();
  const classes = useStyles();
  const groups = useMemo(
    () => groupMarkers(markers, { from, to }),
    [markers, from, to],
  );
  const left = (seconds: number) =>
    `${((seconds - from) / (to - from)) * 100}%`;
  const reached = Math.min(
    to,
    Math.max(...lines.map(({ samples }) => samples.seconds.at(-1) ?? from)),
  );
  return (
    <div className={classes.marks} aria-hidden>
      {groups.map(group => (
        <div
          key={`${group.kind} ${group.seconds}`}
          className={classes.marker}
          style={{ left: left(group.seconds) }}
        >
          <MarkerShape
            kind={group.kind}
            className={
              group.kind === 'crossing'
                ? `${classes.shape} ${classes.crossing}`
                : classes.shape
            }
          />
          {words && group.hasRoom && (
            <span className={classes.word}>{group.word}</span>
          )}
        </div>
      ))}
      {limits.map(limit => {
        const isBeyond = limit.value > top;
        return (
          <div
            key={limit.threshold}
            className={
              isBeyond ? `${classes.limit} ${classes.beyond}` : classes.limit
            }
            style={{ top: isBeyond ? 14 : `${(1 - limit.value / top) * 100}%` }}
          >
            <span className={classes.limitWord}>
              {isBeyond
                ? t('charts.limit.above', { limit: limit.word })
                : limit.word}
            </span>
          </div>
        );
      })}
      {lines.map((line, place) => {
        if (!line.letter) {
          return null;
        }
        // Side by side along the time, so that no letter stands on another.
        const at = from + ((place + 0.5) / lines.length) * (reached - from);
        const value = valueAt(line.samples, at);
        return value === undefined ? null : (
          <span
            key={line.id}
            className={classes.letter}
            style={{
              left: left(at),
              top: `${(1 - Math.min(value / top, 1)) * 100}%`,
              color: line.colour,
            }}
          >
            {line.letter}
          </span>
        );
      })}
    </div>
  );
});
