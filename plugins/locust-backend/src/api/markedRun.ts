import type { Run } from 'backstage-plugin-locust-common';
import type { Marks } from '../runs/RunMarks';

/** A run with what people say of it. Without marks, which is a run that was deleted a moment ago, it stays as it is. */
export function markedRun(run: Run, marks: Marks | undefined): Run {
  if (!marks) {
    return run;
  }
  const { pinned, baseline, note, thresholds, rejudgement } = marks;
  return {
    ...run,
    pinned,
    baseline,
    ...(note && { note }),
    ...(thresholds && { thresholds: [...thresholds] }),
    ...(rejudgement && {
      rejudgement: { ...rejudgement, thresholds: [...rejudgement.thresholds] },
    }),
  };
}
