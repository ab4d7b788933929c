import fc from 'fast-check';
import { ConfigMap, configMap } from '../testing/configMap';
import { RecordingLogger } from '../testing/RecordingLogger';
import { Change } from './Change';
import { Store } from './Store';
import { StoreWriter } from './StoreWriter';

type Event = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ConfigMap;
};

/** The cluster: its objects and everything that ever happened to them. */
class Cluster {
  readonly objects = new Map<string, ConfigMap>();
  readonly history: Event[] = [];
  private version = 0;
  private uids = 0;

  make(name: string): void {
    if (!this.objects.has(name)) {
      this.uids += 1;
      this.change('ADDED', name, `uid-${this.uids}`);
    }
  }

  edit(name: string): void {
    const known = this.objects.get(name);
    if (known) {
      this.change('MODIFIED', name, known.metadata.uid);
    }
  }

  remove(name: string): void {
    const known = this.objects.get(name);
    if (known) {
      this.change('DELETED', name, known.metadata.uid);
    }
  }

  private change(type: Event['type'], name: string, uid: string): void {
    this.version += 1;
    const object = configMap(name, this.version, { uid });
    this.history.push({ type, object });
    if (type === 'DELETED') {
      this.objects.delete(name);
    } else {
      this.objects.set(name, object);
    }
  }
}

/** Whoever only listens: what it knows must be the store, and no change may contradict what it was told before. */
class Listener {
  readonly known = new Map<string, ConfigMap>();

  readonly hear = (change: Change<ConfigMap>): void => {
    const { name, uid } = change.object.metadata;
    const before = this.known.get(name);
    if (change.kind === 'added') {
      expect(before).toBeUndefined();
      this.known.set(name, change.object);
    } else if (change.kind === 'modified') {
      expect(before).toEqual(change.old);
      expect(before?.metadata.uid).toBe(uid);
      expect(Number(change.object.metadata.resourceVersion)).toBeGreaterThan(
        Number(before!.metadata.resourceVersion),
      );
      this.known.set(name, change.object);
    } else {
      expect(before?.metadata.uid).toBe(uid);
      this.known.delete(name);
    }
  };
}

class Watcher {
  readonly store = new Store<ConfigMap>({
    indexes: { uid: it => [it.metadata.uid] },
  });
  readonly listener = new Listener();
  readonly logger = new RecordingLogger();
  private readonly writer = new StoreWriter<ConfigMap>({
    store: this.store,
    project: raw => raw as ConfigMap,
    onChange: this.listener.hear,
    logger: this.logger,
    resource: 'configmaps',
  });
  /** How much of the history has been delivered. */
  position = 0;

  constructor(private readonly cluster: Cluster) {}

  deliver(count: number): void {
    const end = Math.min(this.position + count, this.cluster.history.length);
    for (; this.position < end; this.position++) {
      this.play(this.cluster.history[this.position]);
    }
  }

  /** What was delivered comes again, in order, as after a watch that resumes from a little before. */
  repeat(count: number): void {
    const from = Math.max(0, this.position - count);
    this.cluster.history
      .slice(from, this.position)
      .forEach(event => this.play(event));
  }

  /** Two that follow each other come the other way round, as from an API server behind another. */
  reorder(): void {
    const [first, second] = this.cluster.history.slice(
      this.position,
      this.position + 2,
    );
    if (second) {
      this.play(second);
      this.play(first);
      this.position += 2;
    }
  }

  /** Only the last state of each object comes, as from a cache that has coalesced what was between. */
  coalesce(count: number): void {
    const end = Math.min(this.position + count, this.cluster.history.length);
    const last = new Map<string, Event>();
    for (const event of this.cluster.history.slice(this.position, end)) {
      last.delete(event.object.metadata.name);
      last.set(event.object.metadata.name, event);
    }
    last.forEach(event => this.play(event));
    this.position = end;
  }

  /** Lists afresh, whatever was missed. */
  async list(): Promise<void> {
    const list = this.writer.beginList();
    for (const object of this.cluster.objects.values()) {
      this.writer.addToList(list, object);
    }
    this.position = this.cluster.history.length;
    await this.writer.replace(list, false);
  }

  /** A streaming list: objects as they were when it began, then what happened while it was being sent. */
  async stream(): Promise<void> {
    const list = this.writer.beginList();
    for (const { type, object } of this.cluster.history) {
      if (type === 'DELETED') {
        this.writer.removeFromList(list, object);
      } else {
        this.writer.addToList(list, object);
      }
    }
    this.position = this.cluster.history.length;
    await this.writer.replace(list, false);
  }

  private play({ type, object }: Event): void {
    if (type === 'DELETED') {
      this.writer.delete(object);
    } else {
      this.writer.upsert(object);
    }
  }
}

const name = fc.constantFrom('a', 'b', 'c');
const count = fc.integer({ min: 1, max: 6 });
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('make' as const), name }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), name }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), name }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom<'deliver' | 'reorder' | 'repeat' | 'coalesce'>(
        'deliver',
        'reorder',
        'repeat',
        'coalesce',
      ),
      count,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom<'list' | 'stream'>('list', 'stream'),
    }),
  },
);

describe('StoreWriter against a model', () => {
  it('ends at what the cluster has, however it is told, and tells nothing that contradicts itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60, size: 'max' }),
        async steps => {
          const cluster = new Cluster();
          const watcher = new Watcher(cluster);
          for (const it of steps) {
            if ('name' in it) {
              cluster[it.kind](it.name);
            } else if ('count' in it) {
              watcher[it.kind](it.count);
            } else {
              await (it.kind === 'list' ? watcher.list() : watcher.stream());
            }
            // At every moment whoever listens knows what the store knows.
            expect(contents(watcher.store)).toEqual(
              [...watcher.listener.known.values()].sort(byName),
            );
          }
          watcher.deliver(Infinity);
          const all = [...cluster.objects.values()].sort(byName);
          expect(contents(watcher.store)).toEqual(all);
          expect([...watcher.listener.known.values()].sort(byName)).toEqual(
            all,
          );
          for (const object of all) {
            expect(watcher.store.byIndex('uid', object.metadata.uid)).toEqual([
              object,
            ]);
          }
          // A failed expectation of the listener is caught as any listener's fault is, and only logged.
          expect(watcher.logger.lines).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});

function contents(store: Store<ConfigMap>): ConfigMap[] {
  return [...store.list()].sort(byName);
}

function byName(a: ConfigMap, b: ConfigMap): number {
  return a.metadata.name.localeCompare(b.metadata.name);
}
