import { KubeApiError, KubeFailure } from '../KubeApiError';
import { ListOptions, ListPage } from '../client/listPages';
import { WatchOptions } from '../client/watchEvents';
import { KubeObject, ResourceType } from '../KubeObject';
import { WatchEvent } from '../client/WatchEvent';
import { settled } from './FakeClock';

type Step =
  | { readonly kind: 'event'; readonly event: WatchEvent<KubeObject> }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'end' };

/** One watch that the code under test has opened; the test plays the server. */
export class ScriptedWatch {
  private readonly steps: Step[] = [];
  private wake: () => void = () => {};
  private opened = false;
  closed = false;

  constructor(
    readonly options: WatchOptions,
    private readonly pinged: boolean,
  ) {
    options.signal?.addEventListener('abort', () => this.wake());
  }

  /** The server accepts the watch. */
  async open(): Promise<void> {
    this.opened = true;
    this.wake();
    await settled();
  }

  async event(
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    object: KubeObject,
  ): Promise<void> {
    await this.play({ kind: 'event', event: { type, object } });
  }

  async bookmark(
    resourceVersion: string,
    initialEventsEnd = false,
  ): Promise<void> {
    await this.play({
      kind: 'event',
      event: { type: 'BOOKMARK', resourceVersion, initialEventsEnd },
    });
  }

  async fail(failure: KubeFailure): Promise<void> {
    await this.play({ kind: 'error', error: failureOf(failure) });
  }

  async throws(error: unknown): Promise<void> {
    await this.play({ kind: 'error', error });
  }

  async end(): Promise<void> {
    await this.play({ kind: 'end' });
  }

  async *run(): AsyncGenerator<WatchEvent<KubeObject>> {
    const { signal, onOpen } = this.options;
    try {
      let told = false;
      for (;;) {
        if (signal?.aborted) {
          throw failureOf('aborted');
        }
        if (this.opened && !told) {
          told = true;
          onOpen?.({ pinged: this.pinged });
        }
        const step = this.steps.shift();
        if (!step) {
          await new Promise<void>(resolve => {
            this.wake = resolve;
          });
        } else if (step.kind === 'event') {
          yield step.event;
        } else if (step.kind === 'error') {
          throw step.error;
        } else {
          return;
        }
      }
    } finally {
      this.closed = true;
    }
  }

  private async play(step: Step): Promise<void> {
    this.steps.push(step);
    this.wake();
    await settled();
  }
}

type ListAnswer = readonly ListPage<KubeObject>[] | KubeFailure;

/** Stands where a KubeClient does; answers lists as told and hands watches to the test. */
export class ScriptedClient {
  readonly lists: ListOptions[] = [];
  readonly watches: ScriptedWatch[] = [];
  private readonly answers: ListAnswer[] = [];

  /** `pinged`: whether connections notice their own death. */
  constructor(private readonly pinged = false) {}

  /** What the next list gets: pages, or a failure. */
  onList(answer: ListAnswer): void {
    this.answers.push(answer);
  }

  /** The watch opened last. */
  get watch(): ScriptedWatch {
    return this.watches[this.watches.length - 1];
  }

  // Arrow functions, since the code under test takes the two methods only.
  readonly client = {
    listPages: <T extends KubeObject>(
      _type: ResourceType,
      options: ListOptions = {},
    ): AsyncGenerator<ListPage<T>> => {
      this.lists.push(options);
      return this.play(this.answers.shift() ?? 'unreachable') as AsyncGenerator<
        ListPage<T>
      >;
    },
    watch: <T extends KubeObject>(
      _type: ResourceType,
      options: WatchOptions = {},
    ): AsyncGenerator<WatchEvent<T>> => {
      const watch = new ScriptedWatch(options, this.pinged);
      this.watches.push(watch);
      return watch.run() as AsyncGenerator<WatchEvent<T>>;
    },
  };

  private async *play(
    answer: ListAnswer,
  ): AsyncGenerator<ListPage<KubeObject>> {
    if (typeof answer === 'string') {
      throw failureOf(answer);
    }
    yield* answer;
  }
}

export function failureOf(failure: KubeFailure): KubeApiError {
  return new KubeApiError({
    failure,
    intent: { verb: 'watch', resource: 'configmaps' },
  });
}
