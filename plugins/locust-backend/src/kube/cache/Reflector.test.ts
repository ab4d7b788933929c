import { KubeApiError } from '../KubeApiError';
import { KubeObject } from '../KubeObject';
import { Change, Reflector, ReflectorOptions } from './Reflector';
import { CONFIG_MAPS } from '../ResourceTypes';
import { Store } from './Store';
import { ConfigMap, configMap } from '../testing/configMap';
import { FakeClock, settled } from '../testing/FakeClock';
import { RecordingLogger } from '../testing/RecordingLogger';
import { ScriptedClient } from '../testing/ScriptedClient';

function describeChange(change: Change<ConfigMap>): string {
  const { name, uid, resourceVersion } = change.object.metadata;
  const initial =
    change.kind !== 'deleted' && change.initial ? ' initially' : '';
  return `${change.kind} ${name} ${uid} @${resourceVersion}${initial}`;
}

/** A reflector in front of a scripted server. The jitter is fixed at its longest. */
function setUp(options: Partial<ReflectorOptions<ConfigMap>> = {}) {
  const clock = new FakeClock();
  const api = new ScriptedClient();
  const logger = new RecordingLogger();
  const store = new Store<ConfigMap>();
  const changes: string[] = [];
  const states: string[] = [];
  const reflector = new Reflector<ConfigMap>({
    client: api.client,
    type: CONFIG_MAPS,
    namespace: 'ns',
    project: raw => raw as ConfigMap,
    store,
    onChange: change => changes.push(describeChange(change)),
    onState: state => states.push(state.kind),
    logger,
    clock,
    random: () => 1,
    ...options,
  });
  return { clock, api, logger, store, changes, states, reflector };
}

type Rig = ReturnType<typeof setUp>;

/** To the state in which a and b are known as of version 10 and a watch is open. */
async function watching(
  options: Partial<ReflectorOptions<ConfigMap>> = {},
): Promise<Rig> {
  const rig = setUp({ streamingList: false, ...options });
  rig.api.onList([
    {
      items: [configMap('a', 3), configMap('b', 7)],
      resourceVersion: '10',
    },
  ]);
  rig.reflector.start();
  await settled();
  await rig.api.watch.open();
  rig.changes.length = 0;
  rig.states.length = 0;
  return rig;
}

const names = (store: Store<ConfigMap>) =>
  store.list().map(it => `${it.metadata.name}@${it.metadata.resourceVersion}`);

describe('Reflector', () => {
  const rigs: Rig[] = [];
  const track = <R extends Rig>(rig: R): R => {
    rigs.push(rig);
    return rig;
  };
  afterEach(async () => {
    await Promise.all(rigs.splice(0).map(rig => rig.reflector.stop()));
  });

  describe('before it has synchronised', () => {
    it('is empty and has not synced until it is started', () => {
      const { reflector, api } = setUp();
      expect(reflector.state).toEqual({ kind: 'empty' });
      expect(reflector.hasSynced()).toBe(false);
      expect(api.watches).toHaveLength(0);
    });

    it('asks for a streaming list first and is synced at its end bookmark', async () => {
      const { reflector, api, store, changes, states } = track(setUp());
      reflector.start();
      await settled();
      expect(reflector.state.kind).toBe('listing');
      expect(api.watch.options).toMatchObject({
        sendInitialEvents: true,
        namespace: 'ns',
      });
      expect(api.watch.options.resourceVersion).toBeUndefined();

      await api.watch.open();
      await api.watch.event('ADDED', configMap('a', 3));
      await api.watch.event('ADDED', configMap('b', 7));
      expect(reflector.hasSynced()).toBe(false);
      expect(store.size).toBe(0);

      await api.watch.bookmark('10', true);
      expect(reflector.hasSynced()).toBe(true);
      expect(names(store)).toEqual(['a@3', 'b@7']);
      expect(changes).toEqual([
        'added a uid-a @3 initially',
        'added b uid-b @7 initially',
      ]);
      expect(states).toEqual(['listing', 'watching']);
      expect(api.lists).toHaveLength(0);
    });

    it('goes on with the stream of the streaming list as its watch', async () => {
      const { reflector, api, changes } = track(setUp());
      reflector.start();
      await settled();
      await api.watch.open();
      await api.watch.bookmark('10', true);
      await api.watch.event('ADDED', configMap('a', 11));
      expect(changes).toEqual(['added a uid-a @11']);
      expect(api.watches).toHaveLength(1);
    });

    it('lists in pages at once where streaming lists are refused', async () => {
      const { reflector, api, store, states, logger } = track(setUp());
      api.onList([
        { items: [configMap('a', 3)], resourceVersion: '10' },
        { items: [configMap('b', 7)], resourceVersion: '10' },
      ]);
      reflector.start();
      await settled();
      await api.watch.fail('invalid');
      expect(names(store)).toEqual(['a@3', 'b@7']);
      expect(states).toEqual(['listing', 'watching']);
      expect(api.watch.options.resourceVersion).toBe('10');
      expect(logger.lines).toEqual([]);
    });

    it('lists in pages where the initial objects never come to an end', async () => {
      const { reflector, api, clock, store } = track(setUp());
      api.onList([{ items: [configMap('a', 3)], resourceVersion: '10' }]);
      reflector.start();
      await settled();
      await api.watch.open();
      await api.watch.event('ADDED', configMap('a', 3));
      await clock.advance(29_000);
      expect(api.watches[0].closed).toBe(false);
      await clock.advance(1_001);
      expect(api.watches[0].closed).toBe(true);
      await clock.advance(1_000);
      expect(names(store)).toEqual(['a@3']);
      expect(api.lists).toHaveLength(1);
    });

    it('lists in pages after a streaming list was cut off in the middle', async () => {
      const { reflector, api, clock, store } = track(setUp());
      api.onList([{ items: [configMap('b', 7)], resourceVersion: '10' }]);
      reflector.start();
      await settled();
      await api.watch.open();
      await api.watch.event('ADDED', configMap('a', 3));
      await api.watch.end();
      expect(store.size).toBe(0);
      await clock.advance(1_000);
      expect(names(store)).toEqual(['b@7']);
    });

    it('leaves out of a streaming list what was deleted while it was being sent', async () => {
      const { reflector, api, store } = track(setUp());
      reflector.start();
      await settled();
      await api.watch.open();
      await api.watch.event('ADDED', configMap('a', 3));
      await api.watch.event('DELETED', configMap('a', 9));
      await api.watch.bookmark('10', true);
      expect(store.size).toBe(0);
    });

    it('waits after a failed first list and tries again with growing delays', async () => {
      const { reflector, api, clock } = track(setUp({ streamingList: false }));
      reflector.start();
      await settled();
      const first = reflector.state;
      expect(first).toMatchObject({ kind: 'waiting', next: 'list' });
      expect(first.kind === 'waiting' && first.error.failure).toBe(
        'unreachable',
      );
      expect(first.kind === 'waiting' && first.staleSince).toBeUndefined();

      await clock.advance(199);
      expect(api.lists).toHaveLength(1);
      await clock.advance(1);
      expect(api.lists).toHaveLength(2);
      await clock.advance(399);
      expect(api.lists).toHaveLength(2);
      await clock.advance(1);
      expect(api.lists).toHaveLength(3);
    });

    it('finds a definition within two seconds of its coming, however long it was missing', async () => {
      const { reflector, api, clock } = track(setUp({ streamingList: false }));
      const missing = async (ms: number) => {
        for (const end = clock.monotonic() + ms; clock.monotonic() < end; ) {
          api.onList('notFound');
          await clock.advance(100);
        }
      };
      reflector.start();
      await missing(600_000);
      const before = api.lists.length;
      await clock.advance(2_000);
      expect(api.lists).toHaveLength(before + 1);
    });

    it('waits no longer than half a minute however often it fails', async () => {
      const { reflector, api, clock } = track(setUp({ streamingList: false }));
      reflector.start();
      await clock.advance(600_000);
      const before = api.lists.length;
      await clock.advance(30_000);
      expect(api.lists).toHaveLength(before + 1);
    });

    it('says since when it waits and what is forbidden, until it is allowed', async () => {
      const { reflector, api, clock } = track(setUp({ streamingList: false }));
      api.onList('forbidden');
      api.onList('forbidden');
      api.onList([{ items: [], resourceVersion: '10' }]);
      reflector.start();
      await settled();
      const since = clock.wall();
      await clock.advance(200);
      expect(reflector.state).toMatchObject({
        kind: 'waiting',
        since,
        retryAt: clock.wall() + 400,
      });
      await clock.advance(400);
      expect(reflector.state.kind).toBe('watching');
    });

    it('tells those who wait for the sync, and those whose patience ends', async () => {
      const { reflector, api } = track(setUp());
      const impatient = new AbortController();
      const rejected = reflector
        .whenSynced(impatient.signal)
        .catch((error: Error) => error.message);
      let synced = false;
      const patient = reflector.whenSynced().then(() => {
        synced = true;
      });
      reflector.start();
      impatient.abort(new Error('no longer'));
      expect(await rejected).toBe('no longer');
      await settled();
      expect(synced).toBe(false);
      await api.watch.open();
      await api.watch.bookmark('10', true);
      await patient;
      await reflector.whenSynced();
    });
  });

  describe('while watching', () => {
    it('asks for everything after the list, and for an end in five to ten minutes', async () => {
      const low = track(await watching({ random: () => 0 }));
      const high = track(await watching({ random: () => 1 }));
      expect(low.api.watch.options).toMatchObject({
        resourceVersion: '10',
        sendInitialEvents: false,
        timeoutSeconds: 300,
      });
      expect(high.api.watch.options.timeoutSeconds).toBe(600);
    });

    it('writes the store before it tells a change', async () => {
      const seen: (string | undefined)[] = [];
      const rig = track(
        await watching({
          onChange: ({ object }) =>
            seen.push(
              rig?.store.get(`ns/${object.metadata.name}`)?.metadata
                .resourceVersion,
            ),
        }),
      );
      seen.length = 0;
      await rig.api.watch.event('MODIFIED', configMap('a', 11));
      await rig.api.watch.event('DELETED', configMap('a', 12));
      expect(seen).toEqual(['11', undefined]);
    });

    it('goes on from the last event when the server ends the watch', async () => {
      const { api, clock, reflector } = track(await watching());
      await clock.advance(5_000);
      await api.watch.event('MODIFIED', configMap('a', 12));
      await api.watch.end();
      expect(api.watches).toHaveLength(2);
      expect(api.watch.options.resourceVersion).toBe('12');
      expect(reflector.state.kind).toBe('watching');
    });

    it('goes on from the last bookmark', async () => {
      const { api, clock } = track(await watching());
      await clock.advance(5_000);
      await api.watch.bookmark('25');
      await api.watch.end();
      expect(api.watch.options.resourceVersion).toBe('25');
    });

    it('counts a watch that ends at once as a failure, so as not to spin', async () => {
      const { api, clock, reflector } = track(await watching());
      await api.watch.end();
      expect(api.watches).toHaveLength(1);
      expect(reflector.state.kind).toBe('waiting');
      await clock.advance(200);
      expect(api.watches).toHaveLength(2);
    });

    it.each(['unreachable', 'truncated', 'timeout', 'serverError'] as const)(
      'resumes after "%s" where it was, without listing',
      async failure => {
        const { api, clock, reflector, changes } = track(await watching());
        await api.watch.event('MODIFIED', configMap('a', 12));
        await api.watch.fail(failure);
        expect(reflector.state).toMatchObject({
          kind: 'waiting',
          next: 'watch',
          staleSince: clock.wall(),
        });
        await clock.advance(200);
        expect(api.watch.options.resourceVersion).toBe('12');
        expect(reflector.state.kind).toBe('waiting');
        await api.watch.open();
        expect(reflector.state.kind).toBe('watching');
        expect(api.lists).toHaveLength(1);
        expect(changes).toEqual(['modified a uid-a @12']);
      },
    );

    it('survives errors that nobody foresaw', async () => {
      const { api, clock, reflector } = track(await watching());
      await api.watch.throws(new TypeError('undefined is not a function'));
      expect(reflector.state.kind).toBe('waiting');
      await clock.advance(200);
      await api.watch.open();
      expect(reflector.state.kind).toBe('watching');
    });

    it('forgets its failures after two good minutes', async () => {
      const { api, clock, reflector } = track(
        await watching({ quietMs: 600_000 }),
      );
      const delays: number[] = [];
      for (const goodMs of [0, 0, 0, 119_999, 121_000]) {
        await clock.advance(goodMs);
        await api.watch.fail('unreachable');
        const { state } = reflector;
        const delay =
          state.kind === 'waiting' ? state.retryAt - clock.wall() : -1;
        delays.push(delay);
        await clock.advance(delay);
        await api.watch.open();
      }
      expect(delays).toEqual([200, 400, 800, 1600, 200]);
    });

    it('waits as long as the server asks for', async () => {
      const { api, clock, reflector } = track(await watching());
      await api.watch.throws(
        new KubeApiError({
          failure: 'tooManyRequests',
          intent: { verb: 'watch', resource: 'configmaps' },
          retryAfterSeconds: 7,
        }),
      );
      expect(reflector.state).toMatchObject({ retryAt: clock.wall() + 7_000 });
    });
  });

  describe('when its version is gone', () => {
    it('lists afresh at once and tells the difference', async () => {
      const { api, clock, changes, reflector, store } = track(await watching());
      await clock.advance(20_000);
      api.onList([
        {
          items: [configMap('b', 21), configMap('c', 22)],
          resourceVersion: '30',
        },
      ]);
      await api.watches[0].fail('gone');
      expect(changes).toEqual([
        'deleted a uid-a @3',
        'modified b uid-b @21',
        'added c uid-c @22',
      ]);
      expect(names(store).sort()).toEqual(['b@21', 'c@22']);
      expect(reflector.hasSynced()).toBe(true);
      expect(api.watch.options.resourceVersion).toBe('30');
    });

    it('tells nothing about what is the same', async () => {
      const { api, clock, changes } = track(await watching());
      await clock.advance(20_000);
      api.onList([
        {
          items: [configMap('a', 3), configMap('b', 7)],
          resourceVersion: '30',
        },
      ]);
      await api.watches[0].fail('gone');
      expect(changes).toEqual([]);
    });

    it('tells an object deleted and made again as two, by its UID', async () => {
      const { api, clock, changes } = track(await watching());
      await clock.advance(20_000);
      api.onList([
        {
          items: [configMap('a', 25, { uid: 'second' }), configMap('b', 7)],
          resourceVersion: '30',
        },
      ]);
      await api.watches[0].fail('gone');
      expect(changes).toEqual(['deleted a uid-a @3', 'added a second @25']);
    });

    it('waits first if it has only just listed, so as not to spin', async () => {
      const { api, clock, reflector } = track(await watching());
      await api.watch.fail('gone');
      expect(reflector.state).toMatchObject({ kind: 'waiting', next: 'list' });
      expect(api.lists).toHaveLength(1);
      api.onList([{ items: [], resourceVersion: '30' }]);
      await clock.advance(200);
      expect(api.lists).toHaveLength(2);
      expect(reflector.state.kind).toBe('watching');
    });

    it('starts the list over when a continue token is gone', async () => {
      const { api, clock, reflector, store } = track(
        setUp({ streamingList: false }),
      );
      api.onList('gone');
      api.onList([{ items: [configMap('a', 3)], resourceVersion: '10' }]);
      reflector.start();
      await clock.advance(1_000);
      expect(names(store)).toEqual(['a@3']);
    });

    it('does not believe a list older than what it has seen, but gives in to it in the end', async () => {
      const { api, clock, store, reflector } = track(await watching());
      await clock.advance(20_000);
      for (let i = 0; i < 4; i++) {
        api.onList([{ items: [configMap('a', 2)], resourceVersion: '5' }]);
      }
      await api.watches[0].fail('gone');
      expect(reflector.state.kind).toBe('waiting');
      await clock.advance(200 + 400);
      expect(names(store)).toEqual(['a@3', 'b@7']);
      await clock.advance(800);
      expect(names(store)).toEqual(['a@2']);
      expect(api.watch.options.resourceVersion).toBe('5');
    });
  });

  describe('when it is mistrusted', () => {
    it('lists afresh what its watch has not told', async () => {
      const { api, clock, changes, reflector } = track(await watching());
      await clock.advance(20_000);
      api.onList([
        {
          items: [configMap('a', 25), configMap('b', 7)],
          resourceVersion: '30',
        },
      ]);
      reflector.mistrust(10_000);
      await settled();
      expect(changes).toEqual(['modified a uid-a @25']);
      expect(api.watch.options.resourceVersion).toBe('30');
      expect(reflector.state.kind).toBe('watching');
    });

    it('does not list again what it has listed since', async () => {
      const { api, clock, reflector } = track(await watching());
      await clock.advance(5_000);
      reflector.mistrust(10_000);
      await settled();
      expect(api.lists).toHaveLength(1);
      expect(api.watches).toHaveLength(1);
    });

    it('goes on listing if that is what it is at', async () => {
      const { api, clock, reflector } = track(setUp());
      reflector.start();
      await clock.advance(20_000);
      reflector.mistrust(10_000);
      await settled();
      expect(api.watches).toHaveLength(1);
      expect(reflector.state.kind).toBe('listing');
    });
  });

  describe('when the watch is silent', () => {
    it('leaves it alone as long as something is heard', async () => {
      const { api, clock } = track(await watching());
      for (let version = 11; version < 20; version++) {
        await clock.advance(44_000);
        await api.watch.bookmark(String(version));
      }
      expect(api.watches).toHaveLength(1);
    });

    it('asks with a second watch from the same version after a while', async () => {
      const { api, clock } = track(await watching());
      await clock.advance(44_999);
      expect(api.watches).toHaveLength(1);
      await clock.advance(1);
      expect(api.watches).toHaveLength(2);
      expect(api.watch.options).toMatchObject({
        resourceVersion: '10',
        timeoutSeconds: 4,
      });
    });

    it('keeps it when nothing was missed, and asks again later', async () => {
      const { api, clock, reflector } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].open();
      await clock.advance(4_000);
      await api.watches[1].end();
      expect(api.watches[0].closed).toBe(false);
      expect(reflector.state.kind).toBe('watching');
      await clock.advance(45_000);
      expect(api.watches).toHaveLength(3);
    });

    it('cuts it when something was missed, within a minute, and gets what was missed', async () => {
      const { api, clock, changes } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].open();
      await api.watches[1].event('MODIFIED', configMap('a', 12));
      await clock.advance(1_000);
      expect(api.watches[0].closed).toBe(true);
      await clock.advance(200);
      expect(api.watch.options.resourceVersion).toBe('10');
      await api.watch.open();
      await api.watch.event('MODIFIED', configMap('a', 12));
      expect(changes).toEqual(['modified a uid-a @12']);
      expect(clock.monotonic()).toBeLessThan(60_000);
    });

    it('keeps it when it tells the same change a moment later', async () => {
      const { api, clock } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].open();
      await api.watches[1].event('MODIFIED', configMap('a', 12));
      await clock.advance(500);
      await api.watches[0].event('MODIFIED', configMap('a', 12));
      await clock.advance(1_000);
      expect(api.watches[0].closed).toBe(false);
    });

    it('cuts it when the second cannot be opened', async () => {
      const { api, clock, reflector } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].fail('unreachable');
      await clock.advance(1_000);
      expect(api.watches[0].closed).toBe(true);
      expect(reflector.state).toMatchObject({
        kind: 'waiting',
        error: { failure: 'unreachable' },
      });
    });

    it('keeps it when the server is merely busy', async () => {
      const { api, clock } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].fail('tooManyRequests');
      await clock.advance(2_000);
      expect(api.watches[0].closed).toBe(false);
    });

    it('goes on from the bookmark that the second brought', async () => {
      const { api, clock } = track(await watching());
      await clock.advance(45_000);
      await api.watches[1].open();
      await api.watches[1].bookmark('40');
      await api.watches[1].end();
      await api.watches[0].end();
      expect(api.watch.options.resourceVersion).toBe('40');
    });

    it('asks nothing where the connection notices its own death', async () => {
      const api = new ScriptedClient(true);
      const { clock, reflector } = track(setUp({ client: api.client }));
      reflector.start();
      await settled();
      await api.watch.open();
      await api.watch.bookmark('10', true);
      await clock.advance(280_000);
      expect(reflector.state.kind).toBe('watching');
      expect(api.watches).toHaveLength(1);
    });
  });

  describe('when the definition is removed', () => {
    it('begins anew with a list', async () => {
      const { api, clock, changes, reflector } = track(await watching());
      await clock.advance(20_000);
      await api.watch.fail('notFound');
      expect(reflector.state).toMatchObject({ kind: 'waiting', next: 'list' });
      api.onList([{ items: [configMap('b', 21)], resourceVersion: '30' }]);
      await clock.advance(2_000);
      expect(changes).toEqual(['deleted a uid-a @3', 'modified b uid-b @21']);
    });
  });

  it('does not list in a busy loop when every list is refused as gone', async () => {
    const { api, clock, reflector } = track(setUp({ streamingList: false }));
    for (let i = 0; i < 100; i++) {
      api.onList('gone');
    }
    reflector.start();
    await clock.advance(1_000);
    expect(api.lists.length).toBeLessThan(5);
  });

  it('is started again when its loop dies, and says so', async () => {
    const logger = new RecordingLogger();
    let failures = 1;
    logger.warn = () => {
      failures -= 1;
      if (failures >= 0) {
        throw new Error('the log is full');
      }
    };
    const { api, clock, reflector } = track(
      setUp({ streamingList: false, logger }),
    );
    reflector.start();
    await settled();
    expect(logger.lines).toEqual([
      'error: configmaps: the reflector died and will be started again: Error: the log is full',
    ]);
    api.onList([{ items: [], resourceVersion: '10' }]);
    await clock.advance(2_000);
    expect(reflector.hasSynced()).toBe(true);
  });

  describe('with objects and listeners that fail', () => {
    const project = (raw: unknown) => {
      const object = raw as ConfigMap;
      if (object.data?.value === 'bad') {
        throw new TypeError('value must be good');
      }
      return object;
    };

    it('skips an object that cannot be read, reports it once and keeps the others', async () => {
      const unreadable: KubeObject[] = [];
      const rig = track(
        await watching({
          project,
          onUnreadable: raw => unreadable.push(raw),
        }),
      );
      const bad = configMap('bad', 11, { value: 'bad' });
      await rig.api.watch.event('ADDED', bad);
      await rig.api.watch.event('ADDED', bad);
      await rig.api.watch.event('ADDED', configMap('c', 12));
      expect(rig.changes).toEqual(['added c uid-c @12']);
      expect(unreadable).toEqual([bad]);
      expect(rig.logger.lines).toEqual([
        'warn: configmaps: ns/bad is skipped, it cannot be read: TypeError: value must be good',
      ]);
    });

    it('skips an object that an index cannot read and goes on with the others', async () => {
      const store = new Store<ConfigMap>({
        indexes: { value: object => [project(object).data?.value ?? ''] },
      });
      const { api, changes, logger } = track(await watching({ store }));
      await api.watch.event('ADDED', configMap('bad', 11, { value: 'bad' }));
      await api.watch.event('ADDED', configMap('c', 12));
      expect(changes).toEqual(['added c uid-c @12']);
      expect(logger.lines.join()).toContain('ns/bad is skipped');
    });

    it('keeps the last state it could read of an object, also across a list', async () => {
      const { api, clock, changes, store } = track(await watching({ project }));
      await api.watch.event('MODIFIED', configMap('a', 11, { value: 'bad' }));
      await clock.advance(20_000);
      api.onList([
        {
          items: [configMap('a', 11, { value: 'bad' }), configMap('b', 7)],
          resourceVersion: '30',
        },
      ]);
      await api.watches[0].fail('gone');
      expect(changes).toEqual([]);
      expect(names(store)).toEqual(['a@3', 'b@7']);
    });

    it('tells the deletion of an object whose name went to an unreadable one', async () => {
      const { api, changes, store } = track(await watching({ project }));
      await api.watch.event(
        'MODIFIED',
        configMap('a', 11, { uid: 'second', value: 'bad' }),
      );
      expect(changes).toEqual(['deleted a uid-a @3']);
      expect(names(store)).toEqual(['b@7']);
    });

    it('goes on when a listener throws', async () => {
      const { api, store, reflector, logger } = track(
        await watching({
          onChange: () => {
            throw new Error('no');
          },
        }),
      );
      await api.watch.event('MODIFIED', configMap('a', 11));
      expect(names(store)).toEqual(['a@11', 'b@7']);
      expect(reflector.state.kind).toBe('watching');
      expect(logger.lines).toContain(
        'error: configmaps: a change of ns/a could not be handled: Error: no',
      );
    });
  });

  describe('when stopped', () => {
    it('closes its watch, tells nothing more and leaves no timer', async () => {
      const { api, clock, reflector } = await watching();
      await reflector.stop();
      expect(reflector.state.kind).toBe('stopped');
      expect(api.watches[0].closed).toBe(true);
      expect(clock.timers).toBe(0);
      await clock.advance(600_000);
      expect(api.watches).toHaveLength(1);
    });

    it('does not wait for the end of a delay', async () => {
      const { clock, reflector } = setUp({ streamingList: false });
      reflector.start();
      await settled();
      expect(reflector.state.kind).toBe('waiting');
      await reflector.stop();
      expect(reflector.state.kind).toBe('stopped');
      expect(clock.timers).toBe(0);
    });
  });

  it('says the failure once and repeats it only at debug level', async () => {
    const { reflector, clock, logger } = track(setUp({ streamingList: false }));
    reflector.start();
    await clock.advance(2_000);
    expect(logger.lines.map(line => line.split(':')[0])).toEqual([
      'warn',
      'debug',
      'debug',
      'debug',
    ]);
  });
});
