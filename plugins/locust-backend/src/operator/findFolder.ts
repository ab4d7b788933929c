import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';

/** For a person. */
export const FOLDER_MISSING =
  'The files of this folder are not kept by this portal, or not any more, and no ConfigMap of the resource holds them; start the test again from the form.';

/** The folder that the resource names, looked for once in a pass; undefined where it names none. */
export async function findFolder(
  parts: Pick<ReconcilerParts, 'folders'>,
  pass: Pass,
): Promise<LocustfileSnapshot | 'missing' | undefined> {
  const { locust, signal } = pass;
  const source = locust.spec.locustfile;
  if (!source || !('snapshot' in source)) {
    return undefined;
  }
  const found =
    pass.folder ?? (await parts.folders.of(locust, locust.spec, signal));
  if (!found || !holds(found, source.files)) {
    return 'missing';
  }
  pass.folder = found;
  return found;
}

/** A path too many, and the pods would wait for ever for a file that is not there. */
function holds(
  { files, binary = {} }: LocustfileSnapshot,
  paths: readonly string[],
): boolean {
  return paths.every(
    it => Object.hasOwn(files, it) || Object.hasOwn(binary, it),
  );
}
