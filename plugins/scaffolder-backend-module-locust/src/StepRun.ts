import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { roundOf, type StepIdentity, stepKey } from './stepKey';

type StepContext = StepIdentity & Pick<ActionContext<{}>, 'checkpoint'>;

/**
 * The run that a step is about. A task that is taken up again after the portal was restarted goes on with the run that
 * it had begun; one that somebody retries after its run did not pass begins another.
 */
export class StepRun {
  private constructor(
    readonly id: string,
    private readonly ctx: StepContext,
    private readonly checkpoint: string,
  ) {}

  /** @param begin - starts a run; the same key names the same run */
  static async of(
    ctx: StepContext,
    begin: (idempotencyKey: string) => Promise<string>,
  ): Promise<StepRun> {
    for (let attempt = 1; ; attempt++) {
      const checkpoint = `locust.run.${roundOf(ctx)}.${attempt}`;
      const id = await ctx.checkpoint({
        key: checkpoint,
        fn: () => begin(`${stepKey(ctx)} ${attempt}`),
      });
      const run = new StepRun(id, ctx, checkpoint);
      if (!(await run.#isFailed())) {
        return run;
      }
    }
  }

  /** The task is about to fail by this run. */
  async markFailed(): Promise<void> {
    await this.ctx.checkpoint({ key: this.#failed, fn: () => true });
  }

  /** A checkpoint can only be asked for by what it is to hold, so what asks must not succeed. */
  async #isFailed(): Promise<boolean> {
    try {
      return await this.ctx.checkpoint<boolean>({
        key: this.#failed,
        fn: () => {
          throw new Error('The run has not failed so far');
        },
      });
    } catch {
      return false;
    }
  }

  get #failed(): string {
    return `${this.checkpoint}.failed`;
  }
}
