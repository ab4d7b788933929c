import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A value as a column of the history holds it: JSON, gzipped. */
export function packJson(value: unknown): Promise<Buffer> {
  return packJsonText(JSON.stringify(value));
}

/** As {@link packJson}, of a value that is JSON already. */
export function packJsonText(json: string): Promise<Buffer> {
  return compress(json);
}

/** What was packed; that it is of this type is the writer's word. */
export async function unpackJson<T>(packed: Buffer): Promise<T> {
  return JSON.parse((await decompress(packed)).toString('utf8')) as T;
}
