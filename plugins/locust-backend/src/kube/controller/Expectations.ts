import { Clock, systemClock } from '../Clock';
import { compareResourceVersions } from '../cache/compareResourceVersions';
import { KubeObject, objectKey } from '../KubeObject';
import { Store } from '../cache/Store';

interface Expectation {
  readonly store: object;
  readonly isMet: () => boolean;
  readonly until: number;
}

export interface ExpectationsOptions {
  /** Then the key is reconciled anyway: the event may have been lost for good. Default 10 s. */
  readonly timeoutMs?: number;
  /** Called once for every expectation that was not met in time, with the store that has not shown it for so long. */
  readonly onOverdue?: (store: object, waitedMs: number) => void;
  readonly clock?: Clock;
}

/**
 * Keeps a stale cache from repeating a write: after a write the key is not reconciled again until the store shows
 * it. Asks the store and counts no events, so an event that was faster than the answer to its write is no problem.
 */
export class Expectations {
  private readonly byKey = new Map<string, Expectation[]>();
  private readonly timeoutMs: number;
  private readonly clock: Clock;

  constructor(private readonly options: ExpectationsOptions = {}) {
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.clock = options.clock ?? systemClock;
  }

  /** We wrote this object, as the server answered: the store is to show it in this version or a later one. */
  written<T extends KubeObject>(
    key: string,
    store: Store<T>,
    object: KubeObject,
  ): void {
    const { uid, resourceVersion } = object.metadata;
    const name = objectKey(object);
    this.expect(key, store, () => {
      const seen = store.get(name);
      if (!seen) {
        // Either not there yet, or gone again already.
        return store.isBuried(name, uid);
      }
      // A later version under another UID: ours came and went between two looks.
      const order = compareResourceVersions(
        seen.metadata.resourceVersion,
        resourceVersion,
      );
      // Versions that cannot be ordered: any other than ours may be later.
      return order === undefined || order >= 0;
    });
  }

  /** We deleted this object: the store is to show it gone, or on its way out. */
  deleted<T extends KubeObject>(
    key: string,
    store: Store<T>,
    object: KubeObject,
  ): void {
    const { uid } = object.metadata;
    const name = objectKey(object);
    this.expect(key, store, () => {
      const seen = store.get(name);
      return (
        seen?.metadata.uid !== uid ||
        seen.metadata.deletionTimestamp !== undefined
      );
    });
  }

  /** Milliseconds to wait for at most before the key may be reconciled; 0 if it may be now. */
  waitMs(key: string): number {
    const pending = this.byKey.get(key);
    if (!pending) {
      return 0;
    }
    const now = this.clock.monotonic();
    const open = pending.filter(it => {
      if (it.isMet()) {
        return false;
      }
      if (it.until <= now) {
        this.options.onOverdue?.(it.store, this.timeoutMs);
        return false;
      }
      return true;
    });
    if (open.length === 0) {
      this.byKey.delete(key);
      return 0;
    }
    this.byKey.set(key, open);
    return Math.max(...open.map(it => it.until)) - now;
  }

  /** The key is gone: nothing is expected of it. */
  forget(key: string): void {
    this.byKey.delete(key);
  }

  private expect(key: string, store: object, isMet: () => boolean): void {
    if (isMet()) {
      return;
    }
    const until = this.clock.monotonic() + this.timeoutMs;
    const pending = this.byKey.get(key);
    if (pending) {
      pending.push({ store, isMet, until });
    } else {
      this.byKey.set(key, [{ store, isMet, until }]);
    }
  }
}
