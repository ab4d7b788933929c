import { createHash } from 'node:crypto';
import type { LocustfileSnapshot } from './LocustfileSnapshot';

/** SHA-256 of what a run ran, as 64 hexadecimal digits: the same for the same content, whatever the order of its files. */
export function snapshotHash(snapshot: LocustfileSnapshot): string {
  return createHash('sha256').update(snapshotJson(snapshot)).digest('hex');
}

/** Canonical: the same content is the same text. */
export function snapshotJson({
  main,
  files,
  binary,
}: LocustfileSnapshot): string {
  return JSON.stringify({
    main,
    files: byPath(files),
    ...(binary && Object.keys(binary).length > 0 && { binary: byPath(binary) }),
  });
}

function byPath(contents: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
