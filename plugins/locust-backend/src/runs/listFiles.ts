import { createHash } from 'node:crypto';
import type { LocustfileSnapshot } from './LocustfileSnapshot';

/** A file that a run ran or would run. */
export interface LocustfileEntry {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** It is no text. */
  readonly binary: boolean;
}

/** The files of a snapshot by their paths; the locustfile first. */
export function listFiles({
  main,
  files,
  binary = {},
}: LocustfileSnapshot): LocustfileEntry[] {
  return [
    ...Object.entries(files).map(([path, text]) =>
      entry(path, Buffer.from(text), false),
    ),
    ...Object.entries(binary).map(([path, base64]) =>
      entry(path, Buffer.from(base64, 'base64'), true),
    ),
  ].sort((a, b) => {
    if ((a.path === main) !== (b.path === main)) {
      return a.path === main ? -1 : 1;
    }
    return a.path < b.path ? -1 : 1;
  });
}

function entry(path: string, bytes: Buffer, binary: boolean): LocustfileEntry {
  return {
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    binary,
  };
}
