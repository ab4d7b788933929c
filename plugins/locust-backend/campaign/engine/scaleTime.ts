/**
 * Makes time in this process run faster: timers and the monotonic clock, not the wall clock. All that the engine
 * waits for (leases, back-offs, timeouts, the pause before it looks again) keeps its proportions, and a plan that
 * would take minutes takes seconds.
 *
 * Imported before everything else, for what is captured before is not scaled.
 */
const scale = Number(process.env.CAMPAIGN_TIME_SCALE ?? '1');

/** As it was. */
export const realSetTimeout = globalThis.setTimeout;

if (scale !== 1) {
  const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
  const realNow = performance.now.bind(performance);
  const started = realNow();
  const faster =
    (real: typeof realTimeout | typeof realInterval) =>
    (callback: () => void, ms = 0, ...args: unknown[]) =>
      (real as (...all: unknown[]) => unknown)(callback, ms / scale, ...args);
  Object.assign(globalThis, {
    setTimeout: Object.assign(faster(realTimeout), {
      // What util.promisify gives for it.
      [Symbol.for('nodejs.util.promisify.custom')]: (ms: number) =>
        new Promise<void>(resolve => {
          realTimeout(resolve, ms / scale);
        }),
    }),
    setInterval: faster(realInterval),
  });
  Object.defineProperty(performance, 'now', {
    value: () => started + (realNow() - started) * scale,
  });
}
