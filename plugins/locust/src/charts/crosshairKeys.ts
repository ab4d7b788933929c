import type { CrosshairState } from './Crosshair';
import { nearestPlace } from './Samples';
import type { TimeSpan } from './TimeSpan';

/** What a key does on a chart that has the focus. */
export type CrosshairStep =
  | { readonly does: 'move'; readonly to: CrosshairState }
  | { readonly does: 'show'; readonly span: TimeSpan }
  | { readonly does: 'zoomIn' }
  | { readonly does: 'zoomOut' }
  | { readonly does: 'showAll' }
  | { readonly does: 'nothing' };

const NOTHING: CrosshairStep = { does: 'nothing' };

/** The place that a key goes to among `count` moments; undefined where it is not one that moves. */
function placeAfter(
  key: string,
  place: number | undefined,
  count: number,
): number | undefined {
  const page = Math.max(1, Math.round(count / 10));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return place === undefined ? 0 : place + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
      return place === undefined ? count - 1 : place - 1;
    case 'PageUp':
      return (place ?? 0) + page;
    case 'PageDown':
      return (place ?? count - 1) - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/**
 * What a key means: the keys of a slider move the crosshair from one measured moment to the next, with Shift they
 * choose a stretch, Enter shows it, Escape takes back what was last done.
 *
 * @param moments - the measured ones that are shown, in their order
 */
export function crosshairStep(
  key: string,
  shift: boolean,
  state: CrosshairState,
  moments: Float64Array,
  isZoomed: boolean,
): CrosshairStep {
  switch (key) {
    case 'Enter':
      return state.chosen ? { does: 'show', span: state.chosen } : NOTHING;
    case '+':
    case '=':
      return { does: 'zoomIn' };
    case '-':
      return isZoomed ? { does: 'zoomOut' } : NOTHING;
    case 'Escape':
      if (state.chosen) {
        return { does: 'move', to: { seconds: state.seconds } };
      }
      if (isZoomed) {
        return { does: 'showAll' };
      }
      return state.seconds === undefined ? NOTHING : { does: 'move', to: {} };
    default:
  }
  const before =
    state.seconds === undefined
      ? undefined
      : nearestPlace(moments, state.seconds);
  const wanted = placeAfter(key, before, moments.length);
  if (wanted === undefined || moments.length === 0) {
    return NOTHING;
  }
  const place = Math.min(Math.max(wanted, 0), moments.length - 1);
  const seconds = moments[place];
  if (!shift) {
    return { does: 'move', to: { seconds } };
  }
  const began = state.chosen?.from ?? moments[before ?? place];
  return {
    does: 'move',
    to: { seconds, chosen: { from: began, to: seconds } },
  };
}
