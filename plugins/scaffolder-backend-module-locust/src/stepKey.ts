import { createHash } from 'node:crypto';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';

/** What tells one step from another. */
export type StepIdentity = Pick<
  ActionContext<{}>,
  'task' | 'step' | 'each' | 'input'
>;

/**
 * Names one step of one task, the same when the task is taken up again. The scaffolder does not tell in which round of
 * its `each` a step is, so the rounds go by what they are asked.
 */
export function stepKey(ctx: StepIdentity): string {
  return JSON.stringify([ctx.task.id, ctx.step?.id ?? '', roundOf(ctx)]);
}

/** Names a round among those of its step. */
export function roundOf({
  each,
  input,
}: Pick<StepIdentity, 'each' | 'input'>): string {
  return createHash('sha256')
    .update(JSON.stringify([each, input]))
    .digest('hex')
    .slice(0, 16);
}
