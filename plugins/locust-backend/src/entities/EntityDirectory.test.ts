import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityDirectory } from './EntityDirectory';

const SHOP: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    namespace: 'default',
    annotations: { 'locust-qa.xyz/namespace': 'load' },
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/shop-team' }],
};

function setUp() {
  const catalog = catalogServiceMock({ entities: [SHOP] });
  const reads = jest.spyOn(catalog, 'streamEntities');
  const it = { now: 1_000 };
  const directory = new EntityDirectory({
    catalog,
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    targetsOf: () => ({}),
    all: false,
    now: () => it.now,
    wall: () => it.now,
  });
  const fail = () =>
    reads.mockImplementationOnce(() => {
      throw new Error('The catalog is away');
    });
  return Object.assign(it, { directory, fail });
}

describe('the directory of entities', () => {
  it('knows nothing of owners before the catalog was read', async () => {
    const { directory } = setUp();
    expect(directory.hasRead).toBe(false);
    await directory.refresh();
    expect(directory.hasRead).toBe(true);
    expect(directory.failure).toBeUndefined();
    expect(directory.ownerOf('component:default/shop')).toBe(
      'group:default/shop-team',
    );
  });

  it('knows why and since when the catalog cannot be read, and keeps what was read', async () => {
    const it = setUp();
    await it.directory.refresh();
    it.fail();
    await it.directory.refresh();
    it.fail();
    it.now = 5_000;
    await it.directory.refresh();
    expect(it.directory.failure).toEqual({
      message: 'The catalog is away',
      since: 1_000,
    });
    expect(it.directory.hasRead).toBe(true);
    expect(it.directory.ownerOf('component:default/shop')).toBe(
      'group:default/shop-team',
    );

    await it.directory.refresh();
    expect(it.directory.failure).toBeUndefined();
  });
});
