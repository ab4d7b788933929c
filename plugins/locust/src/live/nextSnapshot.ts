import type { Point } from 'backstage-plugin-locust-common';
import type { LocustApi, RunNews, RunSnapshot } from '../api/LocustApi';
import { isActive } from '../status/isActive';
import { shareUnchanged } from './shareUnchanged';

/** The history thins a run to so many points; with more than twice as many here it has done so since. */
export const MOST_POINTS = 4_000;

/** Adds what is new to the points there are; the very same array where nothing is. */
export function appendPoints(
  known: readonly Point[],
  fresh: readonly Point[],
): readonly Point[] {
  const last = known[known.length - 1]?.elapsedSeconds ?? -1;
  const later = fresh.filter(point => point.elapsedSeconds > last);
  return later.length ? [...known, ...later] : known;
}

/** The snapshot after news from the stream. Undefined: a change of something that was never told. */
export function snapshotAfter(
  before: RunSnapshot | undefined,
  news: Extract<RunNews, { kind: 'snapshot' | 'change' }>,
): RunSnapshot | undefined {
  const { kind, ...parts } = news;
  if (kind === 'snapshot') {
    return shareUnchanged(before, parts as RunSnapshot);
  }
  return (
    before &&
    shareUnchanged(before, {
      ...before,
      ...parts,
      points: appendPoints(before.points, parts.points ?? []),
    })
  );
}

/**
 * The next snapshot by asking: only what may have changed while the run goes, everything once it has ended, for
 * Locust's final table replaces the live figures.
 */
export async function askForSnapshot(
  api: LocustApi,
  runId: string,
  before: RunSnapshot | undefined,
): Promise<RunSnapshot> {
  const run = await api.getRun(runId);
  if (!before || !isActive(run.phase) || before.points.length > MOST_POINTS) {
    const [points, requests, errors] = await Promise.all([
      api.getPoints(runId),
      api.getRequests(runId),
      api.getErrors(runId),
    ]);
    return shareUnchanged(before, { run, points, requests, errors });
  }
  const last = before.points[before.points.length - 1]?.elapsedSeconds;
  const failuresChanged =
    run.total?.failures !== before.run.total?.failures ||
    before.errors.items.length === 0;
  const [fresh, requests, errors] = await Promise.all([
    api.getPoints(runId, last),
    api.getRequests(runId),
    failuresChanged ? api.getErrors(runId) : before.errors,
  ]);
  return shareUnchanged(before, {
    run,
    points: appendPoints(before.points, fresh),
    requests,
    errors,
  });
}
