import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  UrlReaderService,
  UrlReaderServiceReadTreeResponse,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  FOLDER_PATH,
  LARGEST_INLINE_BYTES,
  LOCUST_SPEC_DEFAULTS,
  LONGEST_FOLDER_PATH,
  MOST_FOLDER_FILES,
} from 'backstage-plugin-locust-common';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';

/** A folder with a test as it lies in a repository. */
export interface ReadFolder {
  readonly snapshot: LocustfileSnapshot;
  /** Paths that are no part of a test: what is hidden, and what Python has compiled. */
  readonly leftOut: readonly string[];
}

/** So many names stand in a refusal. */
const NAMED = 5;

const MAIN = LOCUST_SPEC_DEFAULTS.locustfileKey;
const WELL_NAMED = new RegExp(FOLDER_PATH);

/**
 * Reads all that lies below a folder, within what a ConfigMap can hold.
 *
 * @throws NotFoundError where there is no such folder
 * @throws InputError where it cannot be used, with what would do
 */
export async function readFolder(
  urlReader: Pick<UrlReaderService, 'readTree'>,
  url: string,
): Promise<ReadFolder> {
  const leftOut = new Set<string>();
  const sizes = new Map<string, number>();
  const total = () => [...sizes.values()].reduce((sum, it) => sum + it, 0);
  const tooMuch = () =>
    sizes.size > MOST_FOLDER_FILES || total() > LARGEST_INLINE_BYTES;

  // Of what is too large no more than fits is held in memory.
  const tree = await treeAt(urlReader, url, (path, info) => {
    if (isNoPart(path)) {
      leftOut.add(path);
      return false;
    }
    sizes.set(path, info?.size ?? 0);
    return !tooMuch();
  });
  const contents = new Map<string, Buffer>();
  for (const file of await tree.files()) {
    if (isNoPart(file.path)) {
      // Not every host asks the filter.
      leftOut.add(file.path);
    } else {
      // Of an empty file some readers give an empty list.
      const content = Buffer.from(await file.content());
      contents.set(file.path, content);
      sizes.set(file.path, content.length);
    }
  }
  if (sizes.size === 0) {
    throw new NotFoundError(`There is no folder at ${url}, or nothing in it`);
  }
  if (tooMuch()) {
    throw new InputError(tooMuchProblem(url, sizes));
  }
  const misnamed = [...contents.keys()].filter(
    path => !WELL_NAMED.test(path) || path.length > LONGEST_FOLDER_PATH,
  );
  if (misnamed.length > 0) {
    throw new InputError(
      `${url} holds what a ConfigMap cannot name: ${named(
        misnamed,
      )}; names take letters, digits, dashes, underscores and single dots, and begin with a letter, digit or underscore; a path takes ${LONGEST_FOLDER_PATH} characters`,
    );
  }
  await refuseLinks(urlReader, url, contents);
  return { snapshot: snapshotOf(url, contents), leftOut: [...leftOut].sort() };
}

function isNoPart(path: string): boolean {
  return path
    .split('/')
    .some(
      name =>
        name.startsWith('.') || name === '__pycache__' || name.endsWith('.pyc'),
    );
}

async function treeAt(
  urlReader: Pick<UrlReaderService, 'readTree'>,
  url: string,
  filter: (path: string, info?: { readonly size: number }) => boolean,
): Promise<UrlReaderServiceReadTreeResponse> {
  try {
    return await urlReader.readTree(url, { filter });
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'NotFoundError') {
      throw new NotFoundError(`There is no folder at ${url}`);
    }
    throw new InputError(
      /does not implement readTree|not implemented/i.test(message)
        ? `${url} is on a host from which the portal can read single files only; name a Python file in place of the folder, or have an integration configured for the host`
        : `${url} could not be read by the portal: ${message}`,
    );
  }
}

function tooMuchProblem(
  url: string,
  sizes: ReadonlyMap<string, number>,
): string {
  const bytes = [...sizes.values()].reduce((sum, it) => sum + it, 0);
  const largest = [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, NAMED)
    .map(([path, size]) => `${path} (${size})`)
    .join(', ');
  return `${url} holds ${sizes.size} files of ${bytes} bytes together; a test may have ${MOST_FOLDER_FILES} files of ${LARGEST_INLINE_BYTES} bytes together. The largest are ${largest}; leave out what the test does not need, or bring it with the image`;
}

/**
 * A list of files shows a link as an empty one. Only what was unpacked tells them apart; a link that leads out of the
 * folder is not unpacked at all.
 */
async function refuseLinks(
  urlReader: Pick<UrlReaderService, 'readTree'>,
  url: string,
  contents: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const empty = [...contents]
    .filter(([, content]) => content.length === 0)
    .map(([path]) => path);
  if (empty.length === 0) {
    return;
  }
  const tree = await treeAt(urlReader, url, path => empty.includes(path));
  const folder = await tree.dir();
  try {
    const links: string[] = [];
    for (const path of empty) {
      if (!(await isFile(join(folder, path)))) {
        links.push(path);
      }
    }
    if (links.length > 0) {
      throw new InputError(
        `${url} holds links in place of files: ${named(
          links,
        )}; put the files themselves there`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function snapshotOf(
  url: string,
  contents: ReadonlyMap<string, Buffer>,
): LocustfileSnapshot {
  const files: Record<string, string> = {};
  const binary: Record<string, string> = {};
  for (const [path, content] of contents) {
    const text = textOf(content);
    if (text === undefined) {
      binary[path] = content.toString('base64');
    } else {
      files[path] = text;
    }
  }
  if (Object.hasOwn(binary, MAIN)) {
    throw new InputError(
      `${url}: ${MAIN} is no text in UTF-8; save it as such`,
    );
  }
  if (!Object.hasOwn(files, MAIN)) {
    throw new InputError(
      `${url} holds no ${MAIN}, which is what runs; it holds ${named([
        ...contents.keys(),
      ])}`,
    );
  }
  return { main: MAIN, files, binary };
}

/** Undefined for bytes that are no text. A mark of the byte order stays, for the file is to come out as it went in. */
function textOf(content: Buffer): string | undefined {
  if (content.includes(0)) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      content,
    );
  } catch {
    return undefined;
  }
}

function named(paths: readonly string[]): string {
  const shown = [...paths].sort().slice(0, NAMED).join(', ');
  return paths.length > NAMED
    ? `${shown} and ${paths.length - NAMED} more`
    : shown;
}
