/** Acts on every item, so many at a time, until it is asked to stop. */
export async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  act: (item: T) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (next < items.length && !isOver()) {
        const item = items[next];
        next += 1;
        await act(item);
      }
    }),
  );
}
