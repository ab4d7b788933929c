import type { MarkerKind } from './chartMarkers';

/** Told apart without colours; in a box from -5 to 5. */
const SHAPES: Readonly<Record<MarkerKind, string>> = {
  users: 'M0 -4.5L4.5 4L-4.5 4Z',
  workers:
    'M-4.5 -3L-3 -4.5L0 -1.5L3 -4.5L4.5 -3L1.5 0L4.5 3L3 4.5L0 1.5L-3 4.5L-4.5 3L-1.5 0Z',
  cpu: 'M1.5 -5L-4 1L-0.5 1L-1.5 5L4 -1L0.5 -1Z',
  stopped: 'M-4 -4L4 -4L4 4L-4 4Z',
  ended: 'M-4 -5L-2.5 -5L-2.5 -4L4 -2L-2.5 1L-2.5 5L-4 5Z',
  crossing: 'M0 -5L5 0L0 5L-5 0ZM0 -2L-2 0L0 2L2 0Z',
};

/** The shape of a kind of marker. What it means stands beside it in words. */
export function MarkerShape(props: {
  readonly kind: MarkerKind;
  readonly className?: string;
}) {
  return (
    <svg
      className={props.className}
      width={12}
      height={12}
      viewBox="-6 -6 12 12"
      aria-hidden
    >
      <path d={SHAPES[props.kind]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
