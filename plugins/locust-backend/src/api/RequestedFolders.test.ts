import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import { snapshotHash } from '../runs/snapshotHash';
import { RequestedFolders } from './RequestedFolders';

const SHOP = 'component:default/shop';
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop' },
};
const FOLDER: LocustfileSnapshot = {
  main: 'locustfile.py',
  files: { 'locustfile.py': 'import shop' },
};
const spec = {
  locustfile: { snapshot: snapshotHash(FOLDER), files: ['locustfile.py'] },
};

function folders(options: {
  readonly inRepository?: LocustfileSnapshot;
  readonly ranBy?: string;
}) {
  const kept: LocustfileSnapshot[] = [];
  let read = 0;
  const requested = new RequestedFolders({
    archive: {
      keep: async snapshot => {
        kept.push(snapshot);
        return snapshotHash(snapshot);
      },
      keepAgain: async (hash, entityRef) =>
        hash === snapshotHash(FOLDER) && entityRef === options.ranBy,
    },
    repository: {
      read: async () => {
        read += 1;
        return {
          path: 'load/',
          url: 'https://github.com/acme/shop/tree/main/load',
          content: '',
          ...(options.inRepository && {
            folder: { snapshot: options.inRepository, leftOut: [] },
          }),
        };
      },
    },
  });
  return {
    kept,
    reads: () => read,
    keep: (entityRef: string | undefined = SHOP, of: object = spec) =>
      requested.keep({ ...of }, entityRef, async () => entity),
  };
}

describe('the folder that a request names', () => {
  it('is kept where it is what the repository holds', async () => {
    const { keep, kept } = folders({ inRepository: FOLDER });
    await keep();
    expect(kept).toEqual([FOLDER]);
  });

  it('is not read again where a run of the entity had it', async () => {
    const { keep, reads } = folders({ ranBy: SHOP });
    await keep();
    expect(reads()).toBe(0);
  });

  it('is not taken from the run of another entity', async () => {
    const { keep, kept } = folders({
      ranBy: 'component:default/other',
      inRepository: { ...FOLDER, files: { 'locustfile.py': 'import other' } },
    });
    await expect(keep()).rejects.toThrow(ConflictError);
    expect(kept).toEqual([]);
  });

  it('is refused where the annotation names a file', async () => {
    const { keep } = folders({});
    await expect(keep()).rejects.toThrow(InputError);
    await expect(keep()).rejects.toThrow(/names a single file/);
  });

  it.each([[undefined], [{ inline: 'import locust' }], [{ configMap: 'a' }]])(
    'is none where the locustfile is %p',
    async locustfile => {
      const { keep, reads, kept } = folders({ inRepository: FOLDER });
      await keep(SHOP, { locustfile });
      expect([reads(), kept]).toEqual([0, []]);
    },
  );
});
