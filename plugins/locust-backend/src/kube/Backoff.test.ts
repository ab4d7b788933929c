import { Backoff } from './Backoff';

const options = { baseMs: 100, capMs: 1_000, resetAfterMs: 60_000 };

describe('Backoff', () => {
  it('doubles up to the cap', () => {
    const backoff = new Backoff(options, () => 1);
    let now = 0;
    const delays = Array.from({ length: 6 }, () => {
      const delay = backoff.next(now);
      now += delay;
      return delay;
    });
    expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('waits half as long at least and never longer than the cap, after however many failures', () => {
    for (const random of [0, 0.5, 0.999]) {
      const backoff = new Backoff(options, () => random);
      for (let failure = 0; failure < 5_000; failure++) {
        const full = Math.min(1_000, 100 * 2 ** failure);
        const delay = backoff.next(0);
        expect(delay).toBeGreaterThanOrEqual(full / 2);
        expect(delay).toBeLessThanOrEqual(full);
      }
    }
  });

  it('starts over after a good stretch, which begins when the delay has passed', () => {
    const backoff = new Backoff(options, () => 1);
    backoff.next(0);
    backoff.next(100);
    expect(backoff.next(300 + 59_999)).toBe(400);
    expect(backoff.next(300 + 59_999 + 400 + 60_000)).toBe(100);
  });
});
