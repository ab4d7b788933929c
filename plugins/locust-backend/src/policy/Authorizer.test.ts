import { mockCredentials } from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { locustRunReadPermission } from 'backstage-plugin-locust-common';
import { Authorizer } from './Authorizer';

const caller = mockCredentials.user();

/** A permission backend whose rule is "owners only": `owned` are the caller's. */
function permissions(options: {
  owned: readonly string[];
  admin?: boolean;
  read?: 'ALLOW' | 'DENY' | 'CONDITIONAL';
}) {
  const asked: string[][] = [];
  const service = {
    async authorize(
      requests: readonly {
        permission: { name: string };
        resourceRef?: string;
      }[],
    ) {
      asked.push(requests.map(one => one.resourceRef ?? one.permission.name));
      const mayDo = (name: string, ref: string | undefined) =>
        name === 'locust.admin.read'
          ? options.admin
          : ref !== undefined && options.owned.includes(ref);
      return requests.map(({ permission, resourceRef }) => ({
        result: mayDo(permission.name, resourceRef)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      }));
    },
    async authorizeConditional() {
      return [{ result: AuthorizeResult[options.read ?? 'CONDITIONAL'] }];
    },
  } as unknown as PermissionsService;
  return { authorizer: new Authorizer(service), asked };
}

describe('Authorizer', () => {
  it('lets the owner of an entity do it and refuses others by name of the permission', async () => {
    const { authorizer } = permissions({ owned: ['component:default/mine'] });
    await expect(
      authorizer.require(
        caller,
        locustRunReadPermission,
        'component:default/mine',
      ),
    ).resolves.toBeUndefined();
    await expect(
      authorizer.require(
        caller,
        locustRunReadPermission,
        'component:default/theirs',
      ),
    ).rejects.toThrow(/locust\.run\.read on component:default\/theirs/);
  });

  it('keeps what belongs to no entity for those who may see everything', async () => {
    await expect(
      permissions({ owned: [] }).authorizer.require(
        caller,
        locustRunReadPermission,
        undefined,
      ),
    ).rejects.toThrow(/locust\.admin\.read/);
    await expect(
      permissions({ owned: [], admin: true }).authorizer.require(
        caller,
        locustRunReadPermission,
        undefined,
      ),
    ).resolves.toBeUndefined();
  });

  it('shows everything only to who may read all and is an administrator', async () => {
    const all = permissions({ owned: [], read: 'ALLOW', admin: true });
    await expect(
      all.authorizer.visible(caller, locustRunReadPermission, async () => []),
    ).resolves.toEqual({ kind: 'all' });
    const some = permissions({ owned: [], read: 'ALLOW' });
    await expect(
      some.authorizer.visible(caller, locustRunReadPermission, async () => [
        'component:default/a',
      ]),
    ).resolves.toEqual({
      kind: 'entities',
      entityRefs: ['component:default/a'],
    });
  });

  it('asks the catalog about each entity where the decision is conditional, in batches', async () => {
    const refs = Array.from(
      { length: 450 },
      (_, index) => `component:default/c${index}`,
    );
    const { authorizer, asked } = permissions({
      owned: ['component:default/c3', 'component:default/c449'],
    });
    await expect(
      authorizer.visible(caller, locustRunReadPermission, async () => refs),
    ).resolves.toEqual({
      kind: 'entities',
      entityRefs: ['component:default/c3', 'component:default/c449'],
    });
    expect(asked.map(batch => batch.length)).toEqual([200, 200, 50]);
  });

  it('refuses rather than shows an empty list where the caller may see nothing', async () => {
    const { authorizer } = permissions({ owned: [], read: 'DENY' });
    await expect(
      authorizer.visible(caller, locustRunReadPermission, async () => []),
    ).rejects.toThrow(/may not see load tests/);
  });

  it('says of many entities at once to which the caller may do something', async () => {
    const mine = 'component:default/mine';
    const theirs = 'component:default/theirs';
    const { authorizer, asked } = permissions({ owned: [mine] });
    const allowed = await authorizer.allowed(caller, locustRunReadPermission, [
      mine,
      theirs,
      undefined,
      mine,
    ]);
    expect([...allowed]).toEqual([mine]);
    expect(asked).toContainEqual([mine, theirs]);
    expect(asked).toHaveLength(2);
  });

  it('counts what belongs to no entity as allowed to those who may see everything', async () => {
    const { authorizer } = permissions({ owned: [], admin: true });
    expect([
      ...(await authorizer.allowed(caller, locustRunReadPermission, [
        undefined,
      ])),
    ]).toEqual([undefined]);
  });

  it('asks nobody about nothing', async () => {
    const { authorizer, asked } = permissions({ owned: [] });
    expect(
      (await authorizer.allowed(caller, locustRunReadPermission, [])).size,
    ).toBe(0);
    expect(asked).toEqual([]);
  });
});
