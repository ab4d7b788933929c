import type { StorageApi } from '@backstage/core-plugin-api';
import type { NewRunForm } from '../NewRunForm';

/** What a draft is of: one that an earlier release wrote is not read. */
const VERSION = 1;

/** How long the storage may take to say what it holds before the form opens without it. */
const PATIENCE_MS = 3_000;

/** Keeps what was typed into the form of an entity, for the person at it. */
export class DraftStore {
  readonly #bucket: StorageApi;

  constructor(storage: StorageApi, private readonly entityRef: string) {
    this.#bucket = storage.forBucket('locust-new-run');
  }

  /** Undefined: there is none that this release can read. */
  async read(): Promise<NewRunForm | undefined> {
    const value = (await this.#value()) as
      | { readonly version?: unknown; readonly form?: NewRunForm }
      | undefined;
    return value?.version === VERSION ? value.form : undefined;
  }

  /** Rejects where there is no room. */
  async write(form: NewRunForm): Promise<void> {
    await this.#bucket.set(
      this.entityRef,
      JSON.parse(JSON.stringify({ version: VERSION, form })),
    );
  }

  async remove(): Promise<void> {
    await this.#bucket.remove(this.entityRef);
  }

  /** Storage in a backend does not know at once what it has; where it cannot tell, the form opens without. */
  async #value(): Promise<unknown> {
    const snapshot = this.#bucket.snapshot(this.entityRef);
    if (snapshot.presence !== 'unknown') {
      return snapshot.value;
    }
    const ends: (() => void)[] = [];
    try {
      return await new Promise(resolve => {
        const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
        ends.push(() => clearTimeout(timer));
        const subscription = this.#bucket.observe$(this.entityRef).subscribe({
          next: known => known.presence !== 'unknown' && resolve(known.value),
          error: () => resolve(undefined),
        });
        ends.push(() => subscription.unsubscribe());
      });
    } finally {
      ends.forEach(end => end());
    }
  }
}
