/** Waits until it is so; gives up in time for the next test to begin on a quiet machine. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  patienceMs = 20_000,
): Promise<void> {
  const givesUpAt = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > givesUpAt) {
      throw new Error(`It did not come to this: ${condition}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
