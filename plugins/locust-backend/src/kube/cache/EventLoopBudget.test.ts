import { EventLoopBudget } from './EventLoopBudget';

const LOOPS = 16;
const ITEMS = 40;

describe('EventLoopBudget', () => {
  it('is one for all loops that share it: together they take no longer than one alone', async () => {
    const budget = new EventLoopBudget();
    let inThisTurn = 0;
    let most = 0;
    let left = LOOPS * ITEMS;
    const turns = (async () => {
      while (left > 0) {
        await new Promise(resolve => {
          setImmediate(resolve);
        });
        most = Math.max(most, inThisTurn);
        inThisTurn = 0;
      }
    })();
    await Promise.all(
      Array.from({ length: LOOPS }, async () => {
        for (let item = 0; item < ITEMS; item++) {
          const begun = performance.now();
          while (performance.now() - begun < 1) {
            // A millisecond of work.
          }
          inThisTurn += 1;
          left -= 1;
          await budget.spend();
        }
      }),
    );
    await turns;
    // The five milliseconds, and what each loop had begun by then; with a budget each they would be eighty.
    expect(most).toBeLessThanOrEqual(5 + LOOPS + 1);
  });
});
