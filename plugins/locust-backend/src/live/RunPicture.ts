import { isDeepStrictEqual } from 'node:util';
import type {
  Point,
  RequestStatistics,
  Run,
  RunErrors,
  RunUpdate,
} from 'backstage-plugin-locust-common';

/** All that is shown of a run, from one moment. What has not changed since the picture before is the same object. */
export interface RunPicture {
  readonly run: Run;
  readonly points: readonly Point[];
  /** The same for pictures whose points only go on from one to the next. */
  readonly series: object;
  readonly requests: readonly RequestStatistics[];
  readonly errors: RunErrors;
}

/** What a viewer is told: everything, or what is new. */
export interface RunNews {
  readonly event: 'snapshot' | 'change';
  readonly update: RunUpdate;
}

/**
 * What leads from one picture to another, however many there were between them; undefined where they are the same.
 *
 * @param told - what the viewer was told last; undefined: nothing yet
 */
export function newsSince(
  told: RunPicture | undefined,
  now: RunPicture,
): RunNews | undefined {
  if (!told || told.series !== now.series) {
    const { run, points, requests, errors } = now;
    return {
      event: 'snapshot',
      update: { run, points: [...points], requests: [...requests], errors },
    };
  }
  const update: RunUpdate = {
    ...(now.run !== told.run && { run: now.run }),
    ...(now.points.length > told.points.length && {
      points: now.points.slice(told.points.length),
    }),
    ...(now.requests !== told.requests && { requests: [...now.requests] }),
    ...(now.errors !== told.errors && { errors: now.errors }),
  };
  return Object.keys(update).length > 0
    ? { event: 'change', update }
    : undefined;
}

/** The value as it was known where the new one says the same. */
export function keepIfSame<T>(known: T | undefined, value: T): T {
  return known !== undefined && isDeepStrictEqual(known, value) ? known : value;
}
