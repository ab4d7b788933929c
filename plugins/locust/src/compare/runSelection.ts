import { COMPARED_RUNS } from 'backstage-plugin-locust-common';

const RUN_ID = /^[a-z0-9]{26}$/;

/** The ids of runs in a parameter of the URL, each once; what is none is left out. */
export function runIdsFrom(parameter: string | null): readonly string[] {
  const ids = (parameter ?? '').split(',').filter(id => RUN_ID.test(id));
  return [...new Set(ids)];
}

/** The same parameters with a run chosen or not; the order is that in which they were chosen. */
export function withRunChosen(
  params: URLSearchParams,
  runId: string,
  chosen: boolean,
): URLSearchParams {
  const others = runIdsFrom(params.get('chosen')).filter(id => id !== runId);
  return withRunsChosen(params, chosen ? [...others, runId] : others);
}

/** The same parameters with these runs chosen. */
export function withRunsChosen(
  params: URLSearchParams,
  runIds: readonly string[],
): URLSearchParams {
  const next = new URLSearchParams(params);
  if (runIds.length) {
    next.set('chosen', runIds.join(','));
  } else {
    next.delete('chosen');
  }
  return next;
}

/** What a person may do with so many runs chosen. */
export function selectionState(
  count: number,
): 'none' | 'tooFew' | 'ready' | 'full' {
  if (count === 0) {
    return 'none';
  }
  if (count < COMPARED_RUNS.least) {
    return 'tooFew';
  }
  return count < COMPARED_RUNS.most ? 'ready' : 'full';
}
