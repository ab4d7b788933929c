/** Longer than a busy machine takes for anything that is waited for; short enough that a test still says what it missed. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/**
 * What a look finds at last.
 *
 * @throws Error where it finds nothing in that time, with what was waited for
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (performance.now() > until) {
      throw new Error(`Waited in vain until ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}
