import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from './Bench';

/** All benchmarks, in the table's order. */
export function findBenches(): readonly Bench[] {
  const folder = path.join(__dirname, 'benches');
  return readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .map(file => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is the point
      const { bench } = require(path.join(folder, file)) as { bench?: Bench };
      if (bench?.name !== path.basename(file, '.ts')) {
        throw new Error(`${file} exports no bench of that name`);
      }
      return bench;
    })
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
}
