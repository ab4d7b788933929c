import path from 'node:path';

/** The repository that the documentation is about. */
export const ROOT = path.resolve(__dirname, '../../..');

/** A path in it. */
export function inRepository(...parts: readonly string[]): string {
  return path.join(ROOT, ...parts);
}

/** Where the documentation is. */
export const DOCS = inRepository('docs');
