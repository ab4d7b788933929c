import { Change } from './Change';
import { compareResourceVersions } from './compareResourceVersions';
import { EventLoopBudget } from './EventLoopBudget';
import { errorMessage } from '../KubeApiError';
import { KubeObject, objectKey } from '../KubeObject';
import { Logger } from '../Logger';
import { Store } from './Store';
import { StringPool } from './StringPool';

export interface StoreWriterOptions<T extends KubeObject> {
  readonly store: Store<T>;
  /** Decodes an object and keeps what is used of it. May throw: that object alone is skipped and reported. */
  readonly project: (raw: unknown) => T;
  readonly onChange: (change: Change<T>) => void;
  /** Told of objects that `project` refuses, once per version. */
  readonly onUnreadable?: (raw: KubeObject, error: unknown) => void;
  readonly logger: Logger;
  /** For the log: the plural of the resource. */
  readonly resource: string;
}

/** The objects of a list while it is being read. */
export interface ListInProgress<T> {
  readonly objects: Map<string, T>;
  /** Objects that exist but cannot be read, with their UID. */
  readonly unreadable: Map<string, string>;
}

const MAX_REPORTED = 1000;

/** Turns lists and watch events into writes to a store and changes told, each exactly once. */
export class StoreWriter<T extends KubeObject> {
  /** Unreadable versions that have been reported. */
  private readonly reported = new Set<string>();
  private readonly strings = new StringPool();

  constructor(private readonly options: StoreWriterOptions<T>) {}

  beginList(): ListInProgress<T> {
    return { objects: new Map(), unreadable: new Map() };
  }

  addToList(list: ListInProgress<T>, raw: KubeObject): void {
    const key = objectKey(raw);
    const object = this.project(raw);
    if (object) {
      list.objects.set(key, object);
      list.unreadable.delete(key);
    } else {
      list.objects.delete(key);
      list.unreadable.set(key, raw.metadata.uid);
    }
  }

  removeFromList(list: ListInProgress<T>, raw: KubeObject): void {
    const key = objectKey(raw);
    list.objects.delete(key);
    list.unreadable.delete(key);
  }

  /** Makes the store equal to a complete list and tells the differences, deletions first. */
  async replace(list: ListInProgress<T>, initial: boolean): Promise<void> {
    const { store } = this.options;
    const budget = new EventLoopBudget();
    for (const key of store.keys()) {
      const uid = store.get(key)!.metadata.uid;
      const stillThere =
        list.objects.get(key)?.metadata.uid === uid ||
        list.unreadable.get(key) === uid;
      if (!stillThere) {
        this.remove(key);
      }
      await budget.spend();
    }
    for (const [key, object] of list.objects) {
      const old = store.get(key);
      if (old?.metadata.resourceVersion !== object.metadata.resourceVersion) {
        this.put(object, old, initial);
      }
      await budget.spend();
    }
  }

  /** An ADDED or MODIFIED event: which of the two it is, the store knows better. */
  upsert(raw: KubeObject): void {
    const { store } = this.options;
    const key = objectKey(raw);
    const { uid, resourceVersion } = raw.metadata;
    if (store.isOutlived(raw)) {
      // Older than its own deletion: a delivery that was overtaken.
      return;
    }
    let old = store.get(key);
    const order =
      old &&
      compareResourceVersions(resourceVersion, old.metadata.resourceVersion);
    if (order !== undefined && order <= 0) {
      // Told before, or overtaken by what is known.
      return;
    }
    if (old && old.metadata.uid !== uid) {
      this.remove(key);
      old = undefined;
    }
    const object = this.project(raw);
    if (object) {
      this.put(object, old, false);
    }
  }

  /** A DELETED event. */
  delete(raw: KubeObject): void {
    const { store } = this.options;
    const key = objectKey(raw);
    let known = store.get(key);
    if (known && known.metadata.uid !== raw.metadata.uid) {
      const order = compareResourceVersions(
        raw.metadata.resourceVersion,
        known.metadata.resourceVersion,
      );
      if (order === undefined || order < 0) {
        // Of a predecessor: its deletion was told when the name was seen to belong to another.
        return;
      }
      // Of a successor that came and went unseen: then the known one was gone before it.
      this.remove(key);
      known = undefined;
    }
    const last = this.project(raw);
    if (known) {
      this.remove(key, last);
    } else if (last) {
      store.remove(key, last);
    }
  }

  private put(object: T, old: T | undefined, initial: boolean): void {
    try {
      this.options.store.put(object);
    } catch (error) {
      // An index cannot read it. Thrown further, this one object would stop the watch for all, again and again.
      this.report(object, error);
      return;
    }
    this.tell(
      old
        ? { kind: 'modified', object, old, initial }
        : { kind: 'added', object, initial },
    );
  }

  private remove(key: string, last?: T): void {
    const { store } = this.options;
    const object = last ?? store.get(key);
    store.remove(key, last);
    if (object) {
      this.tell({ kind: 'deleted', object });
    }
  }

  private tell(change: Change<T>): void {
    try {
      this.options.onChange(change);
    } catch (error) {
      // A listener's fault must not cost the other objects their events.
      this.options.logger.error(
        `${this.options.resource}: a change of ${objectKey(
          change.object,
        )} could not be handled: ${errorMessage(error)}`,
      );
    }
  }

  private project(raw: KubeObject): T | undefined {
    try {
      const object = this.strings.share(this.options.project(raw));
      if (object.metadata.uid !== raw.metadata.uid) {
        throw new TypeError('the projection lost the UID');
      }
      return object;
    } catch (error) {
      this.report(raw, error);
      return undefined;
    }
  }

  private report(raw: KubeObject, error: unknown): void {
    const version = `${raw.metadata.uid}@${raw.metadata.resourceVersion}`;
    if (this.reported.has(version)) {
      return;
    }
    if (this.reported.size >= MAX_REPORTED) {
      this.reported.clear();
    }
    this.reported.add(version);
    this.options.logger.warn(
      `${this.options.resource}: ${objectKey(
        raw,
      )} is skipped, it cannot be read: ${errorMessage(error)}`,
    );
    try {
      this.options.onUnreadable?.(raw, error);
    } catch (failure) {
      this.options.logger.error(
        `${
          this.options.resource
        }: an unreadable object could not be handled: ${errorMessage(failure)}`,
      );
    }
  }
}
