import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogEntityDeletePermission } from '@backstage/plugin-catalog-common/alpha';
import { locustPermissions } from 'backstage-plugin-locust-common';
import { LoadTestPolicy } from './loadTestPolicy';

const of = async (
  permission: { readonly name: string },
  ...ownershipEntityRefs: string[]
) =>
  new LoadTestPolicy({
    getUserInfo: async () => ({
      userEntityRef: ownershipEntityRefs[0],
      ownershipEntityRefs,
    }),
  }).handle({ permission } as never, {} as never);

const reads = locustPermissions.filter(
  it => it.attributes.action === 'read' && it.name !== 'locust.admin.read',
);
const deeds = locustPermissions.filter(
  it => it.attributes.action !== 'read' && it.name !== 'locust.admin.update',
);
const admin = locustPermissions.filter(it =>
  it.name.startsWith('locust.admin.'),
);
const TEAM = ['user:default/sam', 'group:default/team-shop'];

describe('the example policy', () => {
  it('knows every permission', () => {
    expect(reads.length + deeds.length + admin.length).toBe(
      locustPermissions.length,
    );
  });

  it.each(reads)('lets everyone $name', async permission => {
    expect(await of(permission, ...TEAM)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it.each(deeds)('lets owners $name, of what is theirs', async permission => {
    expect(await of(permission, ...TEAM)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: { rule: 'IS_ENTITY_OWNER', params: { claims: TEAM } },
    });
  });

  it.each(admin)('keeps $name for the platform team', async permission => {
    expect(await of(permission, ...TEAM)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it.each([...locustPermissions])(
    'lets the platform team %#',
    async permission => {
      expect(
        await of(permission, 'user:default/pat', 'group:default/platform'),
      ).toEqual({ result: AuthorizeResult.ALLOW });
    },
  );

  it('lets nobody in who is nobody', async () => {
    const policy = new LoadTestPolicy({
      getUserInfo: async () => {
        throw new Error('There is nobody to ask about');
      },
    });
    expect(await policy.handle({ permission: reads[0] } as never)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('says nothing of what is not about load tests', async () => {
    expect(await of(catalogEntityDeletePermission, ...TEAM)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });
});
