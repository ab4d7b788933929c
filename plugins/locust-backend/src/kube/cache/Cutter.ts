import { KubeApiError } from '../KubeApiError';

/** An abort signal with a reason of ours, ended by an outer one too. */
export class Cutter {
  private readonly controller = new AbortController();
  private readonly onOuter = () => this.controller.abort();
  reason: KubeApiError | undefined;

  constructor(private readonly outer: AbortSignal) {
    outer.addEventListener('abort', this.onOuter);
    if (outer.aborted) {
      this.controller.abort();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  cut(reason: KubeApiError): void {
    this.reason ??= reason;
    this.controller.abort();
  }

  /** The watch is over: its guards may go. */
  end(): void {
    this.outer.removeEventListener('abort', this.onOuter);
    this.controller.abort();
  }
}
