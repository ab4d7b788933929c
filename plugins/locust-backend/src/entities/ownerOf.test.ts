import { decodeLocust } from '../operator/LocustObject';
import { ownerOf } from './ownerOf';

const locust = decodeLocust({
  metadata: { name: 'demo', namespace: 'load', uid: 'u' },
});
const directory = {
  ownerOf: (entityRef: string) =>
    entityRef === 'component:default/shop' ? 'group:default/shop' : undefined,
};
const owners = { load: 'group:default/qa' };

describe('ownerOf', () => {
  it.each([
    [
      'the entity’s owner',
      'component:default/shop',
      owners,
      'group:default/shop',
    ],
    [
      'the namespace’s owner for an entity without one',
      'api:default/x',
      owners,
      'group:default/qa',
    ],
    [
      'the namespace’s owner without an entity',
      undefined,
      owners,
      'group:default/qa',
    ],
    ['nobody where neither is known', undefined, {}, undefined],
  ])('is %s', (_what, entityRef, namespaceOwners, expected) => {
    const of = ownerOf(directory, () => entityRef, namespaceOwners);
    expect(of('local', locust)).toBe(expected);
  });

  it.each(['constructor', 'toString'])(
    'is nobody for a namespace called %s that no configuration names',
    namespace => {
      const there = decodeLocust({
        metadata: { name: 'demo', namespace, uid: 'u' },
      });
      expect(
        ownerOf(directory, () => undefined, owners)('local', there),
      ).toBeUndefined();
    },
  );
});
