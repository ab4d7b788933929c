import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useEvent } from '../live/useEvent';
import type { ChartsView } from './ChartsView';
import { Crosshair } from './Crosshair';
import { spanFrom, spanWithin, withSpan, type TimeSpan } from './TimeSpan';

/** Shorter runs are drawn as long as this. */
const LEAST_LENGTH_SECONDS = 10;

/** One stretch and one crosshair for all charts of a page; the stretch is in the URL. */
export function useChartsView(lengthSeconds: number): ChartsView {
  const [params, setParams] = useSearchParams();
  const [crosshair] = useState(() => new Crosshair());
  const length = Math.max(lengthSeconds, LEAST_LENGTH_SECONDS);
  const asked = spanFrom(params, { from: 0, to: length });
  const from = asked?.from;
  const to = asked?.to;
  const show = useEvent((span: TimeSpan | undefined) => {
    crosshair.clear();
    setParams(
      before =>
        withSpan(before, span && spanWithin(span, { from: 0, to: length })),
      { replace: true },
    );
  });
  return useMemo(() => {
    const whole = { from: 0, to: length };
    return {
      whole,
      span: from === undefined || to === undefined ? whole : { from, to },
      isZoomed: from !== undefined,
      show,
      crosshair,
    };
  }, [length, from, to, show, crosshair]);
}
