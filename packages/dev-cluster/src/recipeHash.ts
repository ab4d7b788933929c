import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Names what a recipe makes: the same sources and settings always give the same name, any change another one.
 *
 * @param sources - files, or folders whose Go files count
 */
export async function recipeHash(
  sources: readonly string[],
  settings: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(source)) {
      hash.update(`${path.basename(file)}\0`);
      hash.update(await readFile(file));
      hash.update('\0');
    }
  }
  settings.forEach(setting => hash.update(`${setting}\0`));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(source: string): Promise<readonly string[]> {
  if (path.extname(source)) {
    return [source];
  }
  const names = await readdir(source);
  return names
    .filter(name => name.endsWith('.go') && !name.endsWith('_test.go'))
    .sort()
    .map(name => path.join(source, name));
}
