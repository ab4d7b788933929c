import {
  isTerminalPhase,
  type Run,
  type RunErrors,
} from 'backstage-plugin-locust-common';
import type { RunStore } from '../runs/RunStore';
import { MAX_POINTS } from '../runs/thinPoints';
import { keepIfSame, type RunPicture } from './RunPicture';

/** Where a run and its figures are read. */
export interface RunSource {
  /** With its marks; undefined: it was deleted. */
  readonly run: (id: string) => Promise<Run | undefined>;
  readonly figures: Pick<RunStore, 'points' | 'requests' | 'errors'>;
}

/**
 * The next picture of a run. While it goes only the end of its points is read, and its tables where anything is new;
 * all is read at first, once it has ended, for the final figures replace those of a moment, and where so many points
 * came that the history has thinned them meanwhile. Undefined: the run was deleted.
 */
export async function readRunPicture(
  source: RunSource,
  id: string,
  before: RunPicture | undefined,
): Promise<RunPicture | undefined> {
  const read = await source.run(id);
  if (!read) {
    return undefined;
  }
  const run = keepIfSame(before?.run, read);
  const goesOn =
    before &&
    !isTerminalPhase(run.phase) &&
    before.points.length < 2 * MAX_POINTS;
  return goesOn
    ? readOn(source, before, run)
    : readWhole(source, id, before, run);
}

async function readWhole(
  { figures }: RunSource,
  id: string,
  before: RunPicture | undefined,
  run: Run,
): Promise<RunPicture> {
  const [points, requests, errors] = await Promise.all([
    figures.points(id),
    figures.requests(id),
    figures.errors(id),
  ]);
  const kept = keepIfSame(before?.points, points);
  return keptWhereSame(before, {
    run,
    points: kept,
    series: before && kept === before.points ? before.series : {},
    requests: keepIfSame(before?.requests, requests),
    errors: sameErrors(before, errors),
  });
}

async function readOn(
  { figures }: RunSource,
  before: RunPicture,
  run: Run,
): Promise<RunPicture> {
  const last = before.points.at(-1)?.elapsedSeconds;
  const fresh = await figures.points(run.id, last);
  if (run === before.run && fresh.length === 0) {
    return before;
  }
  const [requests, errors] = await Promise.all([
    figures.requests(run.id),
    figures.errors(run.id),
  ]);
  return keptWhereSame(before, {
    run,
    points: fresh.length > 0 ? [...before.points, ...fresh] : before.points,
    series: before.series,
    requests: keepIfSame(before.requests, requests),
    errors: sameErrors(before, errors),
  });
}

function sameErrors(
  before: RunPicture | undefined,
  { items, exceptions }: Awaited<ReturnType<RunStore['errors']>>,
): RunErrors {
  return keepIfSame(before?.errors, {
    items: [...items],
    exceptions: [...exceptions],
  });
}

/** The picture before where the next one would be of the same parts. */
function keptWhereSame(
  before: RunPicture | undefined,
  next: RunPicture,
): RunPicture {
  return before &&
    (Object.keys(next) as (keyof RunPicture)[]).every(
      part => next[part] === before[part],
    )
    ? before
    : next;
}
