/** Puts a known bug into this process. */
export function applyMutation(name: string): void {
  throw new Error(`There is no mutation "${name}"`);
}
