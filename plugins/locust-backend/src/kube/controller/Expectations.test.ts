import { Expectations } from './Expectations';
import { Store } from '../cache/Store';
import { ConfigMap, configMap } from '../testing/configMap';
import { FakeClock } from '../testing/FakeClock';

function setUp() {
  const clock = new FakeClock();
  const store = new Store<ConfigMap>();
  const overdue: object[] = [];
  const expectations = new Expectations({
    clock,
    timeoutMs: 10_000,
    onOverdue: (missing, waitedMs) => overdue.push([missing, waitedMs]),
  });
  const isFree = (key = 'k') => expectations.waitMs(key) === 0;
  return { clock, store, overdue, expectations, isFree };
}

describe('Expectations', () => {
  it('holds a key until the store shows what was created', () => {
    const { store, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    expect(expectations.waitMs('k')).toBe(10_000);
    expect(isFree('other')).toBe(true);
    store.put(configMap('a', 5));
    expect(isFree()).toBe(true);
  });

  it('holds a key until the store shows the version that was written, or a later one', () => {
    const { store, expectations, isFree } = setUp();
    store.put(configMap('a', 5));
    expectations.written('k', store, configMap('a', 10));
    expect(isFree()).toBe(false);
    store.put(configMap('a', 9));
    expect(isFree()).toBe(false);
    store.put(configMap('a', 11));
    expect(isFree()).toBe(true);
  });

  it('expects nothing when the event was faster than the answer to the write', () => {
    const { store, expectations, isFree } = setUp();
    store.put(configMap('a', 10));
    expectations.written('k', store, configMap('a', 10));
    expect(isFree()).toBe(true);
  });

  it('is content when what was created is already gone again', () => {
    const { store, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    store.put(configMap('a', 5));
    store.remove('ns/a');
    expect(isFree()).toBe(true);
  });

  it('is content when another object has taken the name since', () => {
    const { store, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    store.put(configMap('a', 8, { uid: 'another' }));
    expect(isFree()).toBe(true);
  });

  it('is not content with a predecessor of what was created', () => {
    const { store, expectations, isFree } = setUp();
    store.put(configMap('a', 3, { uid: 'first' }));
    expectations.written('k', store, configMap('a', 5));
    expect(isFree()).toBe(false);
  });

  it('holds a key until the store shows a deletion, or that it has begun', () => {
    const { store, expectations, isFree } = setUp();
    const object = configMap('a', 5);
    store.put(object);
    store.put(configMap('b', 5));
    expectations.deleted('k', store, object);
    expectations.deleted('k', store, configMap('b', 5));
    store.remove('ns/a');
    expect(isFree()).toBe(false);
    const b = configMap('b', 6);
    store.put({
      ...b,
      metadata: { ...b.metadata, deletionTimestamp: '2030-01-01T00:00:00Z' },
    });
    expect(isFree()).toBe(true);
  });

  it('waits for all of several', () => {
    const { store, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    expectations.written('k', store, configMap('b', 6));
    store.put(configMap('a', 5));
    expect(isFree()).toBe(false);
    store.put(configMap('b', 6));
    expect(isFree()).toBe(true);
  });

  it('lets go after its time and says so once, for an event may be lost for good', () => {
    const { store, clock, overdue, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    clock.advanceNow(9_999);
    expect(expectations.waitMs('k')).toBe(1);
    clock.advanceNow(1);
    expect(isFree()).toBe(true);
    expect(isFree()).toBe(true);
    expect(overdue).toEqual([[store, 10_000]]);
  });

  it('forgets what it expected of a key that is gone', () => {
    const { store, expectations, isFree } = setUp();
    expectations.written('k', store, configMap('a', 5));
    expectations.forget('k');
    expect(isFree()).toBe(true);
  });
});
