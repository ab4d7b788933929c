import type { Point } from 'backstage-plugin-locust-common';

/** So many parts can be told apart in a line as small as a list has room for. */
export const MOST_PARTS = 32;

/** As often as Locust prints its figures. */
const FIRST_PART_SECONDS = 2;

/** How the p95 of a run went, at a glance. */
export interface P95Course {
  /** How long each part is. */
  readonly partSeconds: number;
  /** Milliseconds: the highest p95 of each part, null where nothing was answered in it. */
  readonly highest: ReadonlyArray<number | null>;
}

/**
 * Adds points to a course, making its parts twice as long until they are no more than {@link MOST_PARTS}. Of a part the
 * highest is kept, so what comes out is the same in whatever order and however often points are added. The course itself
 * is given back where they change nothing.
 */
export function extendCourse(
  course: P95Course | undefined,
  points: readonly Pick<Point, 'elapsedSeconds' | 'p95'>[],
): P95Course | undefined {
  let extended = course;
  for (const { elapsedSeconds, p95 } of points) {
    if (p95 !== undefined) {
      extended = addTo(
        extended ?? { partSeconds: FIRST_PART_SECONDS, highest: [] },
        Math.max(elapsedSeconds, 0),
        p95,
      );
    }
  }
  return extended;
}

function addTo(course: P95Course, second: number, p95: number): P95Course {
  let { partSeconds, highest } = course;
  while (second >= partSeconds * MOST_PARTS) {
    partSeconds *= 2;
    highest = pairs(highest);
  }
  const part = Math.floor(second / partSeconds);
  const before = highest[part] ?? null;
  if (before !== null && before >= p95) {
    return partSeconds === course.partSeconds
      ? course
      : { partSeconds, highest };
  }
  return {
    partSeconds,
    highest: Array.from(
      { length: Math.max(highest.length, part + 1) },
      (_, place) => (place === part ? p95 : highest[place] ?? null),
    ),
  };
}

function pairs(
  highest: ReadonlyArray<number | null>,
): ReadonlyArray<number | null> {
  return Array.from({ length: Math.ceil(highest.length / 2) }, (_, place) => {
    const pair = highest
      .slice(2 * place, 2 * place + 2)
      .filter(one => one !== null);
    return pair.length > 0 ? Math.max(...pair) : null;
  });
}
