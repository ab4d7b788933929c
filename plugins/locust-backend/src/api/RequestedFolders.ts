import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import { normalizeLocustSpec } from 'backstage-plugin-locust-common';
import type { RepositoryLocustfiles } from '../entities/RepositoryLocustfiles';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import { snapshotHash } from '../runs/snapshotHash';

/** Where folders are kept. */
export interface FolderArchive {
  keep(snapshot: LocustfileSnapshot): Promise<string>;
  /** Whether a run of this entity had it; if so, it is kept for another run. */
  keepAgain(hash: string, entityRef: string): Promise<boolean>;
}

/** The hash of the folder that a spec names. */
export function folderHashOf(spec: object): string | undefined {
  const { locustfile } = normalizeLocustSpec(spec);
  return locustfile && 'snapshot' in locustfile
    ? locustfile.snapshot
    : undefined;
}

/** Sees to it that the folder that a request names is there for the engine, before anything names it in a cluster. */
export class RequestedFolders {
  constructor(
    private readonly parts: {
      readonly archive: FolderArchive;
      readonly repository: Pick<RepositoryLocustfiles, 'read'>;
    },
  ) {}

  /**
   * A folder comes from the entity's own repository, as it is now, or from an earlier run of the entity. Nothing else
   * is taken by its hash, or whoever knows one could read what others ran.
   *
   * @param readEntity - the entity as the caller sees it; undefined where the request is about none
   * @throws ConflictError where the folder is another one by now
   */
  async keep(
    spec: Readonly<Record<string, unknown>>,
    entityRef: string | undefined,
    readEntity: (() => Promise<Entity>) | undefined,
  ): Promise<void> {
    const asked = folderHashOf(spec);
    if (asked === undefined) {
      return;
    }
    if (!entityRef || !readEntity) {
      throw new InputError(
        'spec.locustfile.snapshot: a folder comes from the repository of a catalog entity; name it as entityRef',
      );
    }
    const { archive, repository } = this.parts;
    if (await archive.keepAgain(asked, entityRef)) {
      return;
    }
    const { folder, url } = await repository.read(await readEntity());
    if (!folder) {
      throw new InputError(
        `spec.locustfile.snapshot: the annotation of ${entityRef} names a single file, ${url}; send it as spec.locustfile.inline`,
      );
    }
    if (snapshotHash(folder.snapshot) !== asked) {
      throw new ConflictError(
        `The folder ${url} is not what it was when it was looked at; read it again, and start what is there now`,
      );
    }
    await archive.keep(folder.snapshot);
  }
}
