import fs from 'node:fs';
import path from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- tests run in the sources
export const FIXTURES = path.join(__dirname, '..', '__fixtures__');

/** A recorded log as the kubelet gives it: each line with its time, several in each second. */
export function stampedLines(fixture: string): readonly string[] {
  return fs
    .readFileSync(path.join(FIXTURES, fixture), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const time = new Date(
        Date.UTC(2026, 0, 31) + Math.floor(index / 4) * 700,
      );
      return `${time.toISOString().replace('Z', '000000Z')} ${line}`;
    });
}
