import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../../..');

/** What knex can do without, and what is no JavaScript. */
const EXTERNAL = [
  'better-sqlite3',
  'mariadb',
  'mysql',
  'mysql2',
  'oracledb',
  'pg',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

/**
 * The engine's process as one file: it starts in a fifth of the time and with a third of the memory, and what is
 * edited meanwhile does not reach it. Lies where its native modules are found; removed with {@link Bundle.remove}.
 */
export async function bundleEngine(): Promise<{
  readonly file: string;
  readonly remove: () => void;
}> {
  const cache = path.join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'locust-campaign-'));
  const file = path.join(folder, 'engine.cjs');
  await build({
    entryPoints: [path.join(__dirname, 'engineMain.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node22',
    keepNames: true,
    external: EXTERNAL,
    logLevel: 'error',
  });
  return {
    file,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
