import type { RunSource } from '../live/readRunPicture';
import type { RunStore } from '../runs/RunStore';
import { readRequests } from './readRequests';
import type { RunAccess } from './RunAccess';

/** Where the live updates read a run: as the routes beside theirs answer with it. */
export function runSource(runs: RunAccess, store: RunStore): RunSource {
  return {
    run: id => runs.now(id),
    figures: {
      points: (id, afterSeconds) => store.points(id, afterSeconds),
      requests: id => readRequests(store, id),
      errors: id => store.errors(id),
    },
  };
}
