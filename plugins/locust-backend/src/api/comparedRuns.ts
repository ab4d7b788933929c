import {
  type Comparison,
  compareRuns,
  locustRunReadPermission,
} from 'backstage-plugin-locust-common';
import { comparisonAnswer } from './comparisonAnswer';
import { readComparedRuns } from './readComparedRuns';
import type { Caller } from './RequestContext';
import type { RouterParts } from './RouterParts';

/** Runs side by side, if the caller may read all of them. */
export async function comparedRuns(
  { store, runs }: RouterParts,
  credentials: Caller,
  query: { readonly runs: string; readonly reference?: string },
): Promise<Comparison> {
  const { ids, reference } = readComparedRuns(query);
  // All are allowed before any is read further.
  const found = await Promise.all(
    ids.map(id => runs.ofCaller(credentials, id, locustRunReadPermission)),
  );
  const [shown, compared] = await Promise.all([
    runs.allShown(found),
    Promise.all(
      found.map(async run => ({
        run,
        requests: await store.requests(run.id),
        points: await store.points(run.id),
      })),
    ),
  ]);
  return comparisonAnswer(shown, compareRuns(compared, reference));
}
