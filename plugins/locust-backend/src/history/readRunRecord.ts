import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import type { RunMarks } from '../runs/RunMarks';
import type { RunRecord } from '../runs/RunRecord';
import type { RunStore } from '../runs/RunStore';

/** Where the parts of a record are kept. */
export type RunArchive = RunStore & {
  readonly marks: RunMarks;
  readonly locustfiles: {
    of(runId: string): Promise<LocustfileSnapshot | undefined>;
  };
};

/** Everything that is kept of a run; undefined where there is no such run. */
export async function readRunRecord(
  archive: RunArchive,
  runId: string,
): Promise<RunRecord | undefined> {
  const [run, marks] = await Promise.all([
    archive.get(runId),
    archive.marks.get(runId),
  ]);
  if (!run || !marks) {
    return undefined;
  }
  const [
    points,
    endpointPoints,
    requests,
    errors,
    events,
    log,
    locustfile,
    sinceWarmUp,
  ] = await Promise.all([
    archive.points(runId),
    archive.endpointPoints(runId),
    archive.requests(runId),
    archive.errors(runId),
    archive.events(runId),
    archive.log(runId),
    archive.locustfiles.of(runId),
    archive.sinceWarmUp(runId),
  ]);
  return {
    run,
    marks,
    points,
    endpointPoints,
    requests,
    errors: errors.items,
    exceptions: errors.exceptions,
    events,
    ...(log && { log }),
    ...(locustfile && { locustfile }),
    ...(sinceWarmUp && { sinceWarmUp }),
  };
}
