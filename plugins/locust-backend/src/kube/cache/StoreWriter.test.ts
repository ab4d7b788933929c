import fc from 'fast-check';
import { Change } from './Change';
import { Store } from './Store';
import { StoreWriter } from './StoreWriter';
import { ConfigMap, configMap } from '../testing/configMap';
import { RecordingLogger } from '../testing/RecordingLogger';

function setUp() {
  const store = new Store<ConfigMap>();
  const changes: Change<ConfigMap>[] = [];
  const writer = new StoreWriter<ConfigMap>({
    store,
    project: raw => raw as ConfigMap,
    onChange: change => changes.push(change),
    logger: new RecordingLogger(),
    resource: 'configmaps',
  });
  const told = () =>
    changes.map(
      ({ kind, object }) =>
        `${kind} ${object.metadata.uid}@${object.metadata.resourceVersion}`,
    );
  return { store, writer, changes, told };
}

describe('StoreWriter, given events as a faulty road delivers them', () => {
  it('tells an event delivered twice once', () => {
    const { writer, told } = setUp();
    writer.upsert(configMap('a', 5));
    writer.upsert(configMap('a', 5));
    expect(told()).toEqual(['added uid-a@5']);
  });

  it('ignores a change that was overtaken by a later one', () => {
    const { writer, told, store } = setUp();
    writer.upsert(configMap('a', 9));
    writer.upsert(configMap('a', 10));
    writer.upsert(configMap('a', 9));
    expect(told()).toEqual(['added uid-a@9', 'modified uid-a@10']);
    expect(store.get('ns/a')?.metadata.resourceVersion).toBe('10');
  });

  it('does not bring an object back that is known to be deleted', () => {
    const { writer, told, store } = setUp();
    writer.upsert(configMap('a', 5));
    writer.delete(configMap('a', 7));
    writer.upsert(configMap('a', 6));
    expect(told()).toEqual(['added uid-a@5', 'deleted uid-a@7']);
    expect(store.size).toBe(0);
  });

  it('does not bring an object up whose deletion came before its creation', () => {
    const { writer, told } = setUp();
    writer.delete(configMap('a', 7));
    writer.upsert(configMap('a', 6));
    expect(told()).toEqual([]);
  });

  it('tells a deletion that was dropped when the name belongs to another object', () => {
    const { writer, told } = setUp();
    writer.upsert(configMap('a', 5, { uid: 'first' }));
    writer.upsert(configMap('a', 8, { uid: 'second' }));
    expect(told()).toEqual([
      'added first@5',
      'deleted first@5',
      'added second@8',
    ]);
  });

  it('ignores the late deletion of a predecessor', () => {
    const { writer, told, store } = setUp();
    writer.upsert(configMap('a', 5, { uid: 'first' }));
    writer.upsert(configMap('a', 8, { uid: 'second' }));
    writer.delete(configMap('a', 7, { uid: 'first' }));
    expect(told()).toHaveLength(3);
    expect(store.get('ns/a')?.metadata.uid).toBe('second');
  });

  it('ignores a late change of a predecessor', () => {
    const { writer, store } = setUp();
    writer.upsert(configMap('a', 8, { uid: 'second' }));
    writer.upsert(configMap('a', 6, { uid: 'first' }));
    expect(store.get('ns/a')?.metadata.uid).toBe('second');
  });

  it('gives the state before with a modification', () => {
    const { writer, changes } = setUp();
    writer.upsert(configMap('a', 5, { value: 'x' }));
    writer.upsert(configMap('a', 6, { value: 'y' }));
    expect(changes[1]).toMatchObject({
      kind: 'modified',
      old: { data: { value: 'x' } },
      object: { data: { value: 'y' } },
    });
  });

  /**
   * A history of one name: objects come, change and go. Delivered with duplicates, with drops, shuffled, and then
   * listed, the store must equal the list, and what was told must be a possible life of every UID: added once,
   * modified forwards, deleted once.
   */
  it('tells every object a possible life and ends up equal to the list, however events are dropped, doubled and shuffled', async () => {
    const history = fc
      .array(fc.constantFrom('change' as const, 'replace' as const), {
        minLength: 1,
        maxLength: 12,
      })
      .map(steps => {
        let version = 1;
        let generation = 1;
        const events: { type: 'upsert' | 'delete'; object: ConfigMap }[] = [];
        const object = () =>
          configMap('a', version, { uid: `uid-${generation}` });
        events.push({ type: 'upsert', object: object() });
        for (const step of steps) {
          version += 1;
          if (step === 'replace') {
            events.push({ type: 'delete', object: object() });
            generation += 1;
            version += 1;
          }
          events.push({ type: 'upsert', object: object() });
        }
        return { events, last: object() };
      });
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.infiniteStream(fc.nat(1000)),
        async ({ events, last }, noise) => {
          const { writer, store, changes } = setUp();
          const delivered = events
            .flatMap(event => {
              const dice = noise.next().value % 4;
              return Array<typeof event>(Math.min(dice, 2)).fill(event);
            })
            .map(event => ({ event, at: noise.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(it => it.event);
          for (const { type, object } of delivered) {
            writer[type](object);
          }
          const list = writer.beginList();
          writer.addToList(list, last);
          await writer.replace(list, false);

          expect(store.list()).toEqual([last]);
          const lives = new Map<string, number>();
          const dead = new Set<string>();
          for (const { kind, object } of changes) {
            const { uid, resourceVersion } = object.metadata;
            const version = Number(resourceVersion);
            expect(dead.has(uid)).toBe(false);
            expect(lives.has(uid)).toBe(kind !== 'added');
            // A deletion may be told with the last state known.
            expect(version).toBeGreaterThan(
              (lives.get(uid) ?? 0) - Number(kind === 'deleted'),
            );
            lives.set(uid, version);
            if (kind === 'deleted') {
              dead.add(uid);
            }
          }
          expect([...lives.keys()].filter(uid => !dead.has(uid))).toEqual([
            last.metadata.uid,
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
