import { placeOf, type Samples } from './Samples';

/** A stretch of a run's time, in seconds since it began. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** There is nothing to see in less. */
export const LEAST_SPAN_SECONDS = 4;

/** How much one step in shows of what there was, and one step out the other way round. */
const ZOOM_STEP = 0.5;

/** The stretch that a URL names; undefined where it names none that is in `whole`. */
export function spanFrom(
  params: URLSearchParams,
  whole: TimeSpan,
): TimeSpan | undefined {
  const [from, to] = ['from', 'to'].map(name => {
    const value = params.get(name);
    return value === null || value === '' ? NaN : Number(value);
  });
  return Number.isFinite(from) && Number.isFinite(to) && from >= 0
    ? spanWithin({ from, to }, whole)
    : undefined;
}

/** The same parameters with a stretch, or without. */
export function withSpan(
  params: URLSearchParams,
  span: TimeSpan | undefined,
): URLSearchParams {
  const next = new URLSearchParams(params);
  if (span) {
    next.set('from', String(span.from));
    next.set('to', String(span.to));
  } else {
    next.delete('from');
    next.delete('to');
  }
  return next;
}

/** What of a stretch is in `whole`, in whole seconds; undefined where that is too little to see, or all of it. */
export function spanWithin(
  span: TimeSpan,
  whole: TimeSpan,
): TimeSpan | undefined {
  const from = Math.max(whole.from, Math.floor(Math.min(span.from, span.to)));
  const to = Math.min(whole.to, Math.ceil(Math.max(span.from, span.to)));
  if (to - from < LEAST_SPAN_SECONDS) {
    return undefined;
  }
  return from <= whole.from && to >= whole.to ? undefined : { from, to };
}

/** A shorter stretch around a moment, which stays where it is on the screen. Itself where there is nothing shorter. */
export function zoomedIn(span: TimeSpan, around: number): TimeSpan {
  const length = span.to - span.from;
  const next = Math.max(length * ZOOM_STEP, LEAST_SPAN_SECONDS);
  if (next >= length) {
    return span;
  }
  const part = (around - span.from) / length;
  const from = around - part * next;
  return { from: Math.round(from), to: Math.round(from + next) };
}

/** A longer stretch around the same middle, within `whole`; undefined where that is all of it. */
export function zoomedOut(
  span: TimeSpan,
  whole: TimeSpan,
): TimeSpan | undefined {
  const length = (span.to - span.from) / ZOOM_STEP;
  if (length >= whole.to - whole.from) {
    return undefined;
  }
  const middle = (span.from + span.to) / 2;
  const from = Math.min(
    Math.max(whole.from, middle - length / 2),
    whole.to - length,
  );
  return spanWithin({ from, to: from + length }, whole);
}

/** The same length, a step earlier or later, within `whole`. */
export function movedBy(
  span: TimeSpan,
  direction: -1 | 1,
  whole: TimeSpan,
): TimeSpan {
  const length = span.to - span.from;
  const from = Math.min(
    Math.max(whole.from, span.from + direction * Math.ceil(length / 2)),
    whole.to - length,
  );
  return { from, to: from + length };
}

/** The samples of a stretch, with the next one on either side where `withNext`, so that lines go on to the edges. */
export function samplesWithin(
  { seconds, values }: Samples,
  { from, to }: TimeSpan,
  withNext = false,
): Samples {
  const more = withNext ? 1 : 0;
  const first = Math.max(placeOf(seconds, from) - more, 0);
  let end = placeOf(seconds, to);
  // What is at the very end belongs to it.
  end = Math.min(end + (seconds[end] === to ? 1 : 0) + more, seconds.length);
  return {
    seconds: seconds.subarray(first, end),
    values: values.subarray(first, end),
  };
}
