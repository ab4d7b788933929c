import type { LocustfileFiles } from 'backstage-plugin-locust-common';

/** A file that two runs did not both have with the same content. */
export interface ChangedFile {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The texts; absent where one of the two is no text. */
  readonly texts?: { readonly before: string; readonly after: string };
}

/** What two runs ran, held against each other. */
export interface FilesComparison {
  readonly changed: readonly ChangedFile[];
  /** How many are the same. */
  readonly same: number;
  /** Set where another file is the locustfile. */
  readonly main?: { readonly before: string; readonly after: string };
}

/** Compares by content; the locustfile comes first, as in the lists of both. */
export function compareFiles(
  before: LocustfileFiles,
  after: LocustfileFiles,
): FilesComparison {
  const of = (it: LocustfileFiles) =>
    new Map(it.entries.map(entry => [entry.path, entry]));
  const [old, young] = [of(before), of(after)];
  const changed = [...new Set([...old.keys(), ...young.keys()])].flatMap(
    (path): readonly ChangedFile[] => {
      const [was, is] = [old.get(path), young.get(path)];
      if (was && is && was.sha256 === is.sha256) {
        return [];
      }
      const gone = was ? ('removed' as const) : ('added' as const);
      return [
        {
          path,
          change: was && is ? 'changed' : gone,
          ...(!was?.binary &&
            !is?.binary && {
              texts: {
                before: before.files[path] ?? '',
                after: after.files[path] ?? '',
              },
            }),
        },
      ];
    },
  );
  return {
    changed,
    same: [...old.keys()].filter(
      path => old.get(path)?.sha256 === young.get(path)?.sha256,
    ).length,
    ...(before.main !== after.main && {
      main: { before: before.main, after: after.main },
    }),
  };
}

/** Whether there is nothing that tells the two apart. */
export function areSame({ changed, main }: FilesComparison): boolean {
  return changed.length === 0 && main === undefined;
}
