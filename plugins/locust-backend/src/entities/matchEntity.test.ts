import type { Entity } from '@backstage/catalog-model';
import { type EntityClaim, matchEntity, selectorMatches } from './matchEntity';
import { targetsOf } from './EntityTargets';

const config = {
  clusters: [{ name: 'local', access: { kind: 'default' as const } }],
};

const component = (
  name: string,
  annotations: Record<string, string>,
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
});

const claim = (part: Partial<EntityClaim>): EntityClaim => ({
  cluster: 'local',
  namespace: 'load',
  labels: {},
  annotations: {},
  ...part,
});

const match = (entities: Entity[], part: Partial<EntityClaim>) =>
  matchEntity(claim(part), entities, entity => targetsOf(entity, config));

describe('matchEntity', () => {
  const shop = component('shop', { 'locust-qa.xyz/namespace': 'load' });
  const named = {
    annotations: { 'locust-qa.xyz/entity-ref': 'component:default/shop' },
  };

  it('takes the entity that the annotation names, where its runs may go to that namespace', () => {
    expect(match([shop], named)).toEqual({
      kind: 'one',
      entityRef: 'component:default/shop',
    });
  });

  it('does not let a resource of another namespace write into an entity by naming it', () => {
    expect(match([shop], { ...named, namespace: 'elsewhere' })).toEqual({
      kind: 'none',
    });
    expect(match([shop], { ...named, cluster: 'other' })).toEqual({
      kind: 'none',
    });
  });

  it('matches the label backstage.io/kubernetes-id', () => {
    const entity = component('search', {
      'backstage.io/kubernetes-id': 'search',
    });
    expect(
      match([shop, entity], {
        labels: { 'backstage.io/kubernetes-id': 'search' },
      }),
    ).toEqual({
      kind: 'one',
      entityRef: 'component:default/search',
    });
    expect(
      match([entity], { labels: { 'backstage.io/kubernetes-id': 'shop' } }),
    ).toEqual({ kind: 'none' });
  });

  it('keeps to the namespace of backstage.io/kubernetes-namespace', () => {
    const entity = component('search', {
      'backstage.io/kubernetes-id': 'search',
      'backstage.io/kubernetes-namespace': 'search',
    });
    const labels = { 'backstage.io/kubernetes-id': 'search' };
    expect(match([entity], { labels })).toEqual({ kind: 'none' });
    expect(match([entity], { labels, namespace: 'search' })).toMatchObject({
      kind: 'one',
    });
  });

  it('lets a label selector go before the id', () => {
    const entity = component('pay', {
      'backstage.io/kubernetes-id': 'pay',
      'backstage.io/kubernetes-label-selector': 'app=pay,tier!=batch',
    });
    expect(match([entity], { labels: { app: 'pay' } })).toMatchObject({
      kind: 'one',
    });
    expect(match([entity], { labels: { app: 'pay', tier: 'batch' } })).toEqual({
      kind: 'none',
    });
    expect(
      match([entity], { labels: { 'backstage.io/kubernetes-id': 'pay' } }),
    ).toEqual({ kind: 'none' });
  });

  it('chooses none of several', () => {
    const entities = ['a', 'b'].map(name =>
      component(name, { 'backstage.io/kubernetes-id': 'same' }),
    );
    expect(
      match(entities, { labels: { 'backstage.io/kubernetes-id': 'same' } }),
    ).toEqual({
      kind: 'ambiguous',
      entityRefs: ['component:default/a', 'component:default/b'],
    });
  });
});

describe('selectorMatches', () => {
  it.each([
    ['app=shop', { app: 'shop' }, true],
    ['app==shop', { app: 'shop' }, true],
    ['app=shop', { app: 'other' }, false],
    ['app!=shop', {}, true],
    ['app', { app: 'x' }, true],
    ['!app', { app: 'x' }, false],
    // What every object of JavaScript has is no label.
    ['constructor', { app: 'x' }, false],
    ['!constructor', { app: 'x' }, true],
    ['__proto__', { app: 'x' }, false],
    ['app=shop, tier=web', { app: 'shop', tier: 'web' }, true],
    ['app in (a,b)', { app: 'a' }, false],
    ['', { app: 'a' }, false],
  ])('%s on %j is %s', (selector, labels, expected) => {
    expect(selectorMatches(selector, labels as Record<string, string>)).toBe(
      expected,
    );
  });
});
