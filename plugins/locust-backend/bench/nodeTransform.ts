/** What lets a child process run the TypeScript of this repository. */
export function nodeTransform(): string {
  return require.resolve('@backstage/cli/config/nodeTransform.cjs');
}
