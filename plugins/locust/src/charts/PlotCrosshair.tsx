import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { formatClock } from '../format/formatClock';
import { blend } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';
import type { ChartsView } from './ChartsView';
import { useCrosshair } from './Crosshair';
import { crosshairStep } from './crosshairKeys';
import { PlotTip } from './PlotTip';
import { nearestPlace, valueAt } from './Samples';
import type { TimeLine } from './TimeLine';
import { zoomedIn, zoomedOut } from './TimeSpan';

/** A pointer that has moved less has not dragged. */
const DRAG_PIXELS = 4;

const useStyles = makeStyles(theme => ({
  surface: {
    position: 'absolute',
    inset: 0,
    cursor: 'crosshair',
    // A finger that goes up or down scrolls the page, one that goes sideways chooses.
    touchAction: 'pan-y',
    userSelect: 'none',
    borderRadius: 2,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
  line: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    borderLeft: `1px solid ${theme.palette.text.secondary}`,
    pointerEvents: 'none',
  },
  chosen: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    pointerEvents: 'none',
    opacity: 0.35,
    border: `1px solid ${theme.palette.text.secondary}`,
    backgroundColor: blend(
      theme.palette.info.main,
      theme.palette.background.paper,
      0.5,
    ),
  },
  dot: {
    position: 'absolute',
    width: 8,
    height: 8,
    borderRadius: 4,
    border: `1px solid ${theme.palette.background.paper}`,
    transform: 'translate(-50%, -50%)',
    pointerEvents: 'none',
  },
}));

/**
 * The part of a chart that moves: the crosshair with the figures at it, and the stretch being chosen. To a keyboard and
 * a screen reader it is a slider over the measured moments that says the figures of each.
 */
export function PlotCrosshair(props: {
  readonly title: string;
  readonly lines: readonly TimeLine[];
  /** The measured moments that are shown. */
  readonly moments: Float64Array;
  readonly top: number;
  readonly format: (value: number) => string;
  readonly view: ChartsView;
  readonly hintId?: string;
}) {
  const { title, lines, moments, top, format, view } = props;
  const { span, whole, isZoomed, crosshair } = view;
  const t = useTranslate();
  const classes = useStyles();
  const state = useCrosshair(crosshair);
  const dragged = useRef<{ readonly x: number; readonly from: number }>();
  const length = span.to - span.from;
  const left = (seconds: number) =>
    `${
      ((Math.min(Math.max(seconds, span.from), span.to) - span.from) / length) *
      100
    }%`;

  const secondsAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = box.width ? (event.clientX - box.left) / box.width : 0;
    return span.from + Math.min(Math.max(part, 0), 1) * length;
  };
  const measuredAt = (seconds: number) => {
    const place = nearestPlace(moments, seconds);
    return place === undefined ? undefined : moments[place];
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button === 0) {
      dragged.current = { x: event.clientX, from: secondsAt(event) };
      event.currentTarget.setPointerCapture(event.pointerId);
    }
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const at = secondsAt(event);
    const began = dragged.current;
    crosshair.set({
      seconds: measuredAt(at),
      chosen:
        began && Math.abs(event.clientX - began.x) >= DRAG_PIXELS
          ? { from: began.from, to: at }
          : undefined,
    });
  };
  const onPointerUp = () => {
    const { chosen } = crosshair.get();
    if (dragged.current && chosen) {
      view.show(chosen);
    }
    dragged.current = undefined;
  };
  const onPointerGone = () => {
    dragged.current = undefined;
    crosshair.clear();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const step = crosshairStep(
      event.key,
      event.shiftKey,
      crosshair.get(),
      moments,
      isZoomed,
    );
    switch (step.does) {
      case 'move':
        crosshair.set(step.to);
        break;
      case 'show':
        view.show(step.span);
        break;
      case 'zoomIn':
        view.show(
          zoomedIn(span, crosshair.get().seconds ?? (span.from + span.to) / 2),
        );
        break;
      case 'zoomOut':
        view.show(zoomedOut(span, whole));
        break;
      case 'showAll':
        view.show(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { seconds, chosen } = state;
  const isShown =
    seconds !== undefined && seconds >= span.from && seconds <= span.to;
  const figures = isShown
    ? lines.flatMap(line => {
        const value = valueAt(line.samples, seconds);
        return value === undefined ? [] : [{ line, value }];
      })
    : [];
  const said = [
    ...(chosen
      ? [
          t('charts.crosshair.chosen', {
            from: formatClock(Math.min(chosen.from, chosen.to)),
            to: formatClock(Math.max(chosen.from, chosen.to)),
          }),
        ]
      : []),
    isShown ? formatClock(seconds) : t('charts.crosshair.none'),
    ...figures.map(({ line, value }) => `${line.name} ${format(value)}`),
  ].join(', ');

  return (
    <>
      <div
        className={classes.surface}
        role="slider"
        tabIndex={0}
        aria-label={t('charts.crosshair.label', { chart: title })}
        aria-describedby={props.hintId}
        aria-valuemin={Math.floor(span.from)}
        aria-valuemax={Math.ceil(span.to)}
        aria-valuenow={Math.round(isShown ? seconds : span.to)}
        aria-valuetext={said}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerGone}
        onPointerLeave={() => !dragged.current && crosshair.clear()}
        onKeyDown={onKeyDown}
        onBlur={() => crosshair.clear()}
      />
      {chosen && (
        <div
          className={classes.chosen}
          style={{
            left: left(Math.min(chosen.from, chosen.to)),
            right: `calc(100% - ${left(Math.max(chosen.from, chosen.to))})`,
          }}
        />
      )}
      {isShown && (
        <>
          <div className={classes.line} style={{ left: left(seconds) }} />
          {figures.map(({ line, value }) => (
            <span
              key={line.id}
              className={classes.dot}
              style={{
                left: left(seconds),
                top: `${(1 - Math.min(value / top, 1)) * 100}%`,
                backgroundColor: line.colour,
              }}
            />
          ))}
          {figures.length > 0 && (
            <PlotTip
              seconds={seconds}
              figures={figures}
              format={format}
              part={(seconds - span.from) / length}
            />
          )}
        </>
      )}
    </>
  );
}
