import { posix } from 'node:path';
import {
  CommandError,
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
  splitCommand,
} from 'backstage-plugin-locust-common';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import type { LocustObject } from './LocustObject';
import { locustfileName } from './names';

/** The texts in ConfigMaps that were seen when a run was let begin, by their names. */
export type SeenConfigMaps = ReadonlyMap<
  string,
  Readonly<Record<string, string>>
>;

/**
 * What a run runs, as far as it is known without asking anybody: an inline locustfile, a folder, or a ConfigMap's that
 * was looked at before the run began. Undefined where it comes with the image, from a volume, or was not looked at.
 */
export function locustfileSnapshot(
  spec: LocustSpec,
  locust: LocustObject,
  seen: SeenConfigMaps,
  folder?: LocustfileSnapshot,
): LocustfileSnapshot | undefined {
  if (spec.locustfile && 'snapshot' in spec.locustfile) {
    return folder;
  }
  const inline = inlineOf(spec, locust);
  if (inline !== undefined) {
    const main = LOCUST_SPEC_DEFAULTS.locustfileKey;
    return { main, files: { [main]: inline } };
  }
  const place = placeOf(spec);
  const files = place && seen.get(place.configMap);
  return place && files && Object.hasOwn(files, place.main)
    ? { main: place.main, files }
    : undefined;
}

function inlineOf(
  { locustfile }: LocustSpec,
  locust: LocustObject,
): string | undefined {
  if (locustfile && 'inline' in locustfile) {
    return locustfile.inline;
  }
  // A long one is written to the Job by the ConfigMap that holds it, whose name says whether it is the same still.
  const now = locust.spec.locustfile;
  return locustfile &&
    now &&
    'inline' in now &&
    'configMap' in locustfile &&
    locustfile.configMap === locustfileName(locust.metadata.name, now.inline)
    ? now.inline
    : undefined;
}

function placeOf(
  spec: LocustSpec,
): { readonly configMap: string; readonly main: string } | undefined {
  const { locustfile } = spec;
  if (locustfile && 'configMap' in locustfile) {
    const { configMap, key } = locustfile;
    return { configMap, main: key ?? LOCUST_SPEC_DEFAULTS.locustfileKey };
  }
  // The original's way: a mounted ConfigMap, and its file named in the command.
  const file = fileInCommand(spec.command);
  if (file === undefined) {
    return undefined;
  }
  const { dir, base } = posix.parse(posix.normalize(file));
  const configMap = mountsOf(spec).find(
    it => posix.resolve('/', it.mountPath) === dir,
  )?.configMap;
  return configMap === undefined ? undefined : { configMap, main: base };
}

function mountsOf({ mountExternalConfig, mounts = [] }: LocustSpec): readonly {
  readonly configMap?: string;
  readonly mountPath: string;
}[] {
  return mountExternalConfig
    ? [
        ...mounts,
        {
          configMap: mountExternalConfig.name,
          mountPath: mountExternalConfig.mountPath,
        },
      ]
    : mounts;
}

function fileInCommand(command: string | undefined): string | undefined {
  let words: readonly string[];
  try {
    words = splitCommand(command ?? '');
  } catch (error) {
    if (error instanceof CommandError) {
      return undefined;
    }
    throw error;
  }
  for (const [index, word] of words.entries()) {
    if (word === '-f' || word === '--locustfile') {
      return words[index + 1];
    }
    const joined = /^--locustfile=(.+)$/s.exec(word);
    if (joined) {
      return joined[1];
    }
  }
  return undefined;
}
