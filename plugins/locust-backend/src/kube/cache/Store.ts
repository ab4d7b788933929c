import { compareResourceVersions } from './compareResourceVersions';
import { KubeObject, objectKey } from '../KubeObject';

export { objectKey };

/** For each index the values under which an object is found. Must be pure. */
export type Indexes<T> = Readonly<
  Record<string, (object: T) => readonly string[]>
>;

export interface StoreOptions<T> {
  readonly indexes?: Indexes<T>;
  /** How many deleted objects are remembered. Default 1,000. */
  readonly maxTombstones?: number;
}

/** What is remembered of a deleted object. */
export interface Tombstone<T> {
  readonly uid: string;
  /** The last state that was seen; a deletion while disconnected hides whatever came after it. */
  readonly object: T;
}

/**
 * The objects of one resource as the reflector last saw them: it alone writes, everybody reads. Objects are never
 * changed in place, so what was read stays what it was.
 */
export class Store<T extends KubeObject> {
  private readonly objects = new Map<string, T>();
  private readonly tombstones = new Map<string, Tombstone<T>>();
  private readonly buckets: ReadonlyMap<string, Map<string, Set<string>>>;
  private readonly indexes: Indexes<T>;
  private readonly maxTombstones: number;

  constructor(options: StoreOptions<T> = {}) {
    this.indexes = options.indexes ?? {};
    this.maxTombstones = options.maxTombstones ?? 1000;
    this.buckets = new Map(
      Object.keys(this.indexes).map(name => [name, new Map()]),
    );
  }

  /** By {@link objectKey}. */
  get(key: string): T | undefined {
    return this.objects.get(key);
  }

  list(): readonly T[] {
    return [...this.objects.values()];
  }

  keys(): readonly string[] {
    return [...this.objects.keys()];
  }

  get size(): number {
    return this.objects.size;
  }

  /** The objects that the index finds under this value. Throws for an index that was not declared. */
  byIndex(index: string, value: string): readonly T[] {
    const found: T[] = [];
    for (const key of this.bucketsOf(index).get(value) ?? []) {
      found.push(this.objects.get(key)!);
    }
    return found;
  }

  /** The last object deleted under this key, as long as it is remembered. Another may have taken the name since: compare UIDs. */
  tombstone(key: string): Tombstone<T> | undefined {
    return this.tombstones.get(key);
  }

  /** Whether an object of this key and UID is known to be gone: a UID never comes back. */
  isBuried(key: string, uid: string): boolean {
    return this.tombstones.get(key)?.uid === uid;
  }

  /** Whether this state is from before the last deletion under its key. */
  isOutlived(object: KubeObject): boolean {
    const tombstone = this.tombstones.get(objectKey(object));
    if (!tombstone) {
      return false;
    }
    const { uid, resourceVersion } = object.metadata;
    const order = compareResourceVersions(
      resourceVersion,
      tombstone.object.metadata.resourceVersion,
    );
    if (order === undefined) {
      return tombstone.uid === uid;
    }
    // The same object in a later version was never deleted: it had left what the selector selects, and is back.
    return order < 0 || (order === 0 && tombstone.uid === uid);
  }

  /** For the reflector. */
  put(object: T): void {
    const key = objectKey(object);
    const old = this.objects.get(key);
    // First, since an index function may throw and must not leave the store half written.
    const entries = this.entriesOf(object);
    if (this.isBuried(key, object.metadata.uid)) {
      this.tombstones.delete(key);
    }
    if (old) {
      this.unindex(key, old);
    }
    this.objects.set(key, object);
    for (const [bucket, value] of entries) {
      const keys = bucket.get(value);
      if (keys) {
        keys.add(key);
      } else {
        bucket.set(value, new Set([key]));
      }
    }
    if (this.tombstones.get(key)?.uid === object.metadata.uid) {
      this.tombstones.delete(key);
    }
  }

  /** For the reflector. `last` is the final state where the server told it. */
  remove(key: string, last?: T): void {
    const known = this.objects.get(key);
    if (known) {
      this.unindex(key, known);
      this.objects.delete(key);
    }
    const object = last ?? known;
    if (object) {
      this.bury(key, object);
    }
  }

  /** For the reflector, when the cluster went back in time: what was deleted may live again. */
  clearTombstones(): void {
    this.tombstones.clear();
  }

  private bury(key: string, object: T): void {
    const { resourceVersion } = object.metadata;
    const buried = this.tombstones.get(key)?.object.metadata.resourceVersion;
    if (
      buried !== undefined &&
      (compareResourceVersions(resourceVersion, buried) ?? 1) < 0
    ) {
      // The late word of a predecessor's end.
      return;
    }
    this.tombstones.delete(key);
    this.tombstones.set(key, { uid: object.metadata.uid, object });
    if (this.tombstones.size > this.maxTombstones) {
      // Maps keep the order of insertion: the first is the oldest.
      this.tombstones.delete(this.tombstones.keys().next().value!);
    }
  }

  private unindex(key: string, object: T): void {
    for (const [bucket, value] of this.entriesOf(object)) {
      const keys = bucket.get(value);
      keys?.delete(key);
      if (keys?.size === 0) {
        bucket.delete(value);
      }
    }
  }

  private entriesOf(
    object: T,
  ): readonly (readonly [Map<string, Set<string>>, string])[] {
    return Object.entries(this.indexes).flatMap(([index, valuesOf]) =>
      valuesOf(object).map(value => [this.bucketsOf(index), value] as const),
    );
  }

  private bucketsOf(index: string): Map<string, Set<string>> {
    const bucket = this.buckets.get(index);
    if (!bucket) {
      throw new TypeError(`The store has no index "${index}"`);
    }
    return bucket;
  }
}
