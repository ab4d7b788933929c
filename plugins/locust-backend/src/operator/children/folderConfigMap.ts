import type { LocustfileSnapshot } from '../../runs/LocustfileSnapshot';
import type { LocustObject } from '../LocustObject';
import { locustfileHolder } from './locustfileHolder';

/** The key of a path in a ConfigMap, whose keys hold no slash; paths hold no two dots side by side. */
function keyOf(path: string): string {
  return path.replaceAll('/', '..');
}

/** What makes a folder of the ConfigMap's keys again. */
export function folderItems(paths: readonly string[]) {
  return paths.map(path => ({ key: keyOf(path), path }));
}

/** The ConfigMap that holds the folder of a resource that names one. */
export function folderConfigMap(
  locust: LocustObject,
  { files, binary }: Pick<LocustfileSnapshot, 'files' | 'binary'>,
) {
  const source = locust.spec.locustfile;
  if (!source || !('snapshot' in source)) {
    return undefined;
  }
  return locustfileHolder(locust, source, {
    data: byKey(files),
    ...(binary && { binaryData: byKey(binary) }),
  });
}

/**
 * The folder that a ConfigMap of {@link folderConfigMap} was made of.
 *
 * @param paths - as the resource has them
 */
export function folderIn(
  configMap: {
    readonly data?: Readonly<Record<string, string>> | null;
    readonly binaryData?: Readonly<Record<string, string>> | null;
  },
  paths: readonly string[],
): Pick<LocustfileSnapshot, 'files' | 'binary'> {
  const { data, binaryData } = configMap;
  return { files: byPath(data, paths), binary: byPath(binaryData, paths) };
}

function byKey(
  contents: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(contents).map(([path, content]) => [keyOf(path), content]),
  );
}

function byPath(
  contents: Readonly<Record<string, string>> | null | undefined,
  paths: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.flatMap(path => {
      const content = contents?.[keyOf(path)];
      return content === undefined ? [] : [[path, content]];
    }),
  );
}
