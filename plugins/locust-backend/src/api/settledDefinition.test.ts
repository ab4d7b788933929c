import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { targetsOf } from '../entities/EntityTargets';
import type { RepositoryLocustfile } from '../entities/RepositoryLocustfiles';
import { GuardrailBook } from '../policy/GuardrailBook';
import { snapshotHash } from '../runs/snapshotHash';
import { locustManifest } from './LocustManifest';
import { RequestContext } from './RequestContext';
import { settledDefinition } from './settledDefinition';

const SHOP: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    namespace: 'default',
    annotations: {
      'locust-qa.xyz/cluster': 'local',
      'locust-qa.xyz/namespace': 'load',
      'locust-qa.xyz/host': 'http://shop.example.com',
      'locust-qa.xyz/locustfile': 'load/locustfile.py',
    },
  },
};

const BARE: Entity = {
  ...SHOP,
  metadata: {
    name: 'bare',
    namespace: 'default',
    annotations: { 'locust-qa.xyz/namespace': 'load' },
  },
};

const INLINE = { path: 'load/locustfile.py', url: 'git', content: 'a = 1' };

const context = new RequestContext({
  httpAuth: mockServices.httpAuth(),
  catalog: catalogServiceMock({ entities: [SHOP, BARE] }),
  targetsOf: entity => targetsOf(entity, { clusters: [] }),
  fallback: { cluster: 'local' },
  watchedIn: () => [],
  guardrails: new GuardrailBook([]),
  freezes: { at: () => undefined },
  namespaceOwners: {},
});

function settle(
  asked: {
    readonly entityRef?: string;
    readonly namespace?: string;
    readonly entityDefaults?: boolean;
    readonly spec: Record<string, unknown>;
  },
  inRepository: RepositoryLocustfile = INLINE,
) {
  return settledDefinition(
    { context, repository: { read: async () => inRepository } },
    { credentials: mockCredentials.user(), idempotencyKey: 'key' },
    { name: 'smoke', ...asked },
  );
}

describe('settledDefinition', () => {
  it('leaves a definition as it is that asks for nothing of the entity', async () => {
    const spec = { users: 1 };
    const { definition, target } = await settle({
      entityRef: 'component:default/shop',
      spec,
    });
    expect(definition.spec).toEqual(spec);
    expect(target).toMatchObject({ cluster: 'local', namespace: 'load' });
  });

  it('takes host and locustfile where it says them not itself', async () => {
    const asked = {
      entityRef: 'component:default/shop',
      entityDefaults: true,
    };
    const all = await settle({ ...asked, spec: { users: 1 } });
    expect(all.definition.spec).toEqual({
      users: 1,
      host: 'http://shop.example.com',
      locustfile: { inline: 'a = 1' },
    });
    const own = { host: 'http://other', locustfile: { inline: 'b = 2' } };
    const none = await settle({ ...asked, spec: own });
    expect(none.definition.spec).toEqual(own);
  });

  it('takes a folder by its hash', async () => {
    const snapshot = {
      main: 'locustfile.py',
      files: { 'locustfile.py': 'a = 1', 'data/words.csv': 'tea' },
    };
    const { definition } = await settle(
      { entityRef: 'component:default/shop', entityDefaults: true, spec: {} },
      { ...INLINE, folder: { snapshot, leftOut: [] } },
    );
    expect(definition.spec.locustfile).toEqual({
      snapshot: snapshotHash(snapshot),
      files: ['locustfile.py', 'data/words.csv'],
    });
  });

  it('takes nothing where the entity names nothing', async () => {
    const { definition } = await settle({
      entityRef: 'component:default/bare',
      entityDefaults: true,
      spec: { users: 1 },
    });
    expect(definition.spec).toEqual({ users: 1 });
  });

  it('refuses to take anything of no entity', async () => {
    await expect(
      settle({ namespace: 'load', entityDefaults: true, spec: {} }),
    ).rejects.toThrow(/^entityDefaults: there is no entity/);
  });

  it('is the same request under the same key when the repository has moved on', async () => {
    const asked = {
      entityRef: 'component:default/shop',
      entityDefaults: true,
      spec: { users: 1 },
    };
    const hashOf = async (request: typeof asked, content: string) => {
      const { definition, target } = await settle(request, {
        ...INLINE,
        content,
      });
      return locustManifest({
        ...target,
        test: definition.name,
        spec: definition.spec,
        scheduled: false,
      }).metadata.annotations['locust-qa.xyz/request-hash'];
    };
    const before = await hashOf(asked, 'a = 1');
    expect(await hashOf(asked, 'a = 2')).toBe(before);
    expect(await hashOf({ ...asked, spec: { users: 2 } }, 'a = 1')).not.toBe(
      before,
    );
    expect(await hashOf({ ...asked, entityDefaults: false }, 'a = 1')).not.toBe(
      before,
    );
  });
});
