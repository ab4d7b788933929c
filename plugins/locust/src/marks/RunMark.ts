import type { Run } from 'backstage-plugin-locust-common';
import type { LocustApi } from '../api/LocustApi';
import { isSameTest } from '../trend/testIdentity';

/** Something that a person says of a run. */
export type RunMark =
  | {
      readonly kind:
        | 'pin'
        | 'unpin'
        | 'setBaseline'
        | 'clearBaseline'
        | 'removeNote';
    }
  | { readonly kind: 'annotate'; readonly text: string };

/** A mark and the run that it is about. */
export interface MarkedRun {
  readonly run: Run;
  readonly mark: RunMark;
}

/** Says it to the backend, which answers with the run as it is then. */
export function sayMark(
  api: LocustApi,
  { run, mark }: MarkedRun,
): Promise<Run> {
  switch (mark.kind) {
    case 'pin':
      return api.pinRun(run.id);
    case 'unpin':
      return api.unpinRun(run.id);
    case 'setBaseline':
      return api.setBaseline(run.id);
    case 'clearBaseline':
      return api.clearBaseline(run.id);
    case 'annotate':
      return api.setNote(run.id, mark.text);
    default:
      return api.removeNote(run.id);
  }
}

/** Any run as it is once a mark is set, on it or on another: a test has one baseline, so a new one takes the place. */
export function withMark(
  run: Run,
  { run: marked, mark }: MarkedRun,
  now: Date,
): Run {
  if (run.id !== marked.id) {
    return mark.kind === 'setBaseline' &&
      run.baseline &&
      isSameTest(run, marked)
      ? { ...run, baseline: false }
      : run;
  }
  switch (mark.kind) {
    case 'pin':
      return { ...run, pinned: true };
    case 'unpin':
      return { ...run, pinned: false };
    case 'setBaseline':
      return { ...run, baseline: true };
    case 'clearBaseline':
      return { ...run, baseline: false };
    case 'annotate':
      return { ...run, note: { ...run.note, text: mark.text, at: now } };
    default:
      return { ...run, note: undefined };
  }
}
