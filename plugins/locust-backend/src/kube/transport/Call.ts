import { KubeFailure } from '../KubeApiError';

/** A request or stream under way: ends by itself, by its time, by its caller or with the transport. */
export class Call {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  /** Why it was cut, if it was. */
  failure: KubeFailure | undefined;

  constructor(
    private readonly outer: AbortSignal | undefined,
    /** 0 for no limit. */
    timeoutMs: number,
    private readonly onEnd: (call: Call) => void,
  ) {
    if (timeoutMs > 0) {
      this.timer = setTimeout(() => this.cut('timeout'), timeoutMs);
    }
    // Not AbortSignal.any: its signals stay attached to a long-lived one.
    outer?.addEventListener('abort', this.onOuterAbort);
    if (outer?.aborted) {
      this.onOuterAbort();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on the time it takes is no limit: for streams that have begun. */
  unlimit(): void {
    clearTimeout(this.timer);
  }

  cut(failure: KubeFailure): void {
    this.failure ??= failure;
    this.controller.abort();
  }

  /** Waits for work that takes no signal, but no longer than the call lives. */
  whileAlive<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const { signal } = this;
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort);
      work
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onAbort));
      if (signal.aborted) {
        onAbort();
      }
    });
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onOuterAbort);
    this.onEnd(this);
  }

  private readonly onOuterAbort = () => this.cut('aborted');
}
