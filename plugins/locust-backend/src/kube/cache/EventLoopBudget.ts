import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a loop may hold the event loop before it lets others run. The promise to keep is 50 ms, on a busy machine too. */
const BUDGET_MS = 5;

/**
 * Lets long loops breathe. `for await` over data that is already there is only microtasks, so ten thousand
 * objects of a first list would otherwise hold the process (and every other cluster's leases) for seconds.
 */
export class EventLoopBudget {
  private started = performance.now();
  /** Of all that share the budget: each with a turn of its own would get a whole budget in the same turn. */
  private pause: Promise<void> | undefined;

  /** Call once per item; gives way to the event loop when the budget is spent. */
  async spend(): Promise<void> {
    if (performance.now() - this.started >= BUDGET_MS) {
      this.pause ??= nextTurn().then(() => {
        this.pause = undefined;
        this.started = performance.now();
      });
      await this.pause;
    }
  }
}
