import { InputError } from '@backstage/errors';
import { COMPARED_RUNS } from 'backstage-plugin-locust-common';

const RUN_ID = /^[a-z0-9]{26}$/;

/**
 * Which runs are to be compared, and the place of the one that the others are held against.
 *
 * @throws InputError naming the field, what was refused and what would be accepted
 */
export function readComparedRuns(query: {
  readonly runs: string;
  readonly reference?: string;
}): { readonly ids: readonly string[]; readonly reference: number } {
  const ids = query.runs.split(',');
  const { least, most } = COMPARED_RUNS;
  if (ids.length < least || ids.length > most) {
    throw new InputError(
      `runs: ${ids.length} were refused; name ${least} to ${most} runs, separated by commas`,
    );
  }
  const unreadable = ids.find(id => !RUN_ID.test(id));
  if (unreadable !== undefined) {
    throw new InputError(
      `runs: "${unreadable}" was refused; the id of a run is 26 lower case letters and digits`,
    );
  }
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) {
    throw new InputError(`runs: "${twice}" is named twice; name each run once`);
  }
  const reference =
    query.reference === undefined ? 0 : ids.indexOf(query.reference);
  if (reference < 0) {
    throw new InputError(
      `reference: "${query.reference}" was refused; it has to be one of the runs`,
    );
  }
  return { ids, reference };
}
