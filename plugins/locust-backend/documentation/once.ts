/** The sources do not change while they are read: what takes long to find is found once. */
export function once<T extends object>(find: () => T): () => T {
  let found: T | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
