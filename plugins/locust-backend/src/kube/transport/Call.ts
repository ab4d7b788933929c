import { KubeFailure } from '../KubeApiError';

/** A request or stream under way: ends by itself, by its time, by its caller or with the transport. */
export class Call {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  /** Why it was cut, if it was. */
  failure: KubeFailure | undefined;

  constructor(
    private readonly outer: AbortSignal | undefined,
    timeoutMs: number | undefined,
    private readonly onEnd: () => void,
  ) {
    if (timeoutMs !== undefined) {
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

  cut(failure: KubeFailure): void {
    this.failure ??= failure;
    this.controller.abort();
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onOuterAbort);
    this.onEnd();
  }

  private readonly onOuterAbort = () => this.cut('aborted');
}
