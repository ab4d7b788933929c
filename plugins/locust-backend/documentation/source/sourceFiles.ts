import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository';

const NO_SOURCE = /\.test\.tsx?$|(^|\/)(__testUtils__|testing|generated)\//;

/** The TypeScript files below a folder of the repository that are part of the product, in the order of their paths. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(inRepository(folder), { recursive: true })
    .map(it => String(it).split(path.sep).join('/'))
    .filter(it => /\.tsx?$/.test(it) && !NO_SOURCE.test(it))
    .sort()
    .map(it => inRepository(folder, it));
}
