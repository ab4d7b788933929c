import path from 'node:path';

/** The folder of this package, wherever the code runs from. */
export function packageFolder(): string {
  return path.dirname(require.resolve('dev-cluster/package.json'));
}

/** Our Go module. */
export function goModuleFolder(): string {
  return path.join(packageFolder(), 'kubernetes');
}
