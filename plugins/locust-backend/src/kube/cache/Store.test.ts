import { Store } from './Store';
import { ConfigMap, configMap } from '../testing/configMap';

const byValue = { value: (it: ConfigMap) => Object.values(it.data ?? {}) };

const named = (objects: readonly ConfigMap[]) =>
  objects.map(it => it.metadata.name);

describe('Store', () => {
  it('finds an object by namespace and name', () => {
    const store = new Store<ConfigMap>();
    store.put(configMap('a', 1));
    expect(store.get('ns/a')?.metadata.resourceVersion).toBe('1');
    expect(store.get('a')).toBeUndefined();
    expect(store.keys()).toEqual(['ns/a']);
  });

  it('finds objects by every value of an index and follows their changes', () => {
    const store = new Store<ConfigMap>({ indexes: byValue });
    store.put(configMap('a', 1, { value: 'x' }));
    store.put(configMap('b', 2, { value: 'x' }));
    expect(named(store.byIndex('value', 'x'))).toEqual(['a', 'b']);
    store.put(configMap('a', 3, { value: 'y' }));
    expect(named(store.byIndex('value', 'x'))).toEqual(['b']);
    expect(named(store.byIndex('value', 'y'))).toEqual(['a']);
    store.remove('ns/b');
    expect(store.byIndex('value', 'x')).toEqual([]);
  });

  it('refuses an index that it does not have', () => {
    expect(() => new Store<ConfigMap>().byIndex('value', 'x')).toThrow(
      'no index "value"',
    );
  });

  it('stays as it was when an index function throws', () => {
    const store = new Store<ConfigMap>({
      indexes: {
        value: it => {
          if (it.data?.value === 'bad') {
            throw new Error('bad');
          }
          return Object.values(it.data ?? {});
        },
      },
    });
    store.put(configMap('a', 1, { value: 'x' }));
    expect(() => store.put(configMap('a', 2, { value: 'bad' }))).toThrow('bad');
    expect(named(store.byIndex('value', 'x'))).toEqual(['a']);
    expect(store.get('ns/a')?.metadata.resourceVersion).toBe('1');
  });

  it('remembers a deleted object by its last known state', () => {
    const store = new Store<ConfigMap>();
    store.put(configMap('a', 1));
    store.remove('ns/a', configMap('a', 5));
    expect(store.get('ns/a')).toBeUndefined();
    expect(store.tombstone('ns/a')?.object.metadata.resourceVersion).toBe('5');
    expect(store.isBuried('ns/a', 'uid-a')).toBe(true);
    expect(store.isBuried('ns/a', 'another')).toBe(false);
  });

  it('remembers only so many, the youngest', () => {
    const store = new Store<ConfigMap>({ maxTombstones: 2 });
    for (const name of ['a', 'b', 'c']) {
      store.put(configMap(name, 1));
      store.remove(`ns/${name}`);
    }
    expect(store.tombstone('ns/a')).toBeUndefined();
    expect(store.tombstone('ns/b')).toBeDefined();
    expect(store.tombstone('ns/c')).toBeDefined();
  });

  it('remembers the predecessor of an object that took its name', () => {
    const store = new Store<ConfigMap>();
    store.put(configMap('a', 1, { uid: 'first' }));
    store.remove('ns/a');
    store.put(configMap('a', 2, { uid: 'second' }));
    expect(store.isBuried('ns/a', 'first')).toBe(true);
    expect(store.isBuried('ns/a', 'second')).toBe(false);
  });

  it('outlives what was deleted, but not what comes back in a later version, having left the selection', () => {
    const store = new Store<ConfigMap>();
    store.put(configMap('a', 1));
    store.remove('ns/a', configMap('a', 5));
    expect(store.isOutlived(configMap('a', 4))).toBe(true);
    expect(store.isOutlived(configMap('a', 5))).toBe(true);
    expect(store.isOutlived(configMap('a', 6))).toBe(false);
    store.put(configMap('a', 6));
    expect(store.isBuried('ns/a', 'uid-a')).toBe(false);
  });
});
