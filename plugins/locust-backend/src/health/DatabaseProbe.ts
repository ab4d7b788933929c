import { type Clock, sleep } from '../kube/Clock';
import { errorMessage } from '../kube/KubeApiError';
import type { ReplicaFacts } from '../operator/inspection/selfCheck';

const EVERY_MS = 15_000;
/** A database that takes longer is as good as away. */
const PATIENCE_MS = 5_000;

/** Asks the database now and then whether it is there, so that whoever wants to know need not. */
export class DatabaseProbe {
  private standing: ReplicaFacts['database'];
  /** The question that is still open. */
  private open: Promise<void> | undefined;

  constructor(
    private readonly parts: {
      readonly ping: () => Promise<void>;
      readonly clock: Clock;
    },
  ) {}

  /** Undefined: it was not asked yet. */
  get database(): ReplicaFacts['database'] {
    return this.standing;
  }

  /** Asks until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.ask();
      await sleep(this.parts.clock, EVERY_MS, signal);
    }
  }

  private async ask(): Promise<void> {
    const { clock, ping } = this.parts;
    const begin = clock.monotonic();
    const patience = new AbortController();
    // One at a time: each holds a connection.
    this.open ??= ping().finally(() => {
      this.open = undefined;
    });
    const away = await Promise.race([
      this.open.then(
        () => undefined,
        (error: unknown) => errorMessage(error),
      ),
      sleep(clock, PATIENCE_MS, patience.signal).then(
        () => `no answer within ${PATIENCE_MS / 1000} s`,
      ),
    ]);
    patience.abort();
    this.standing =
      away === undefined
        ? { kind: 'answers', tookMs: clock.monotonic() - begin }
        : {
            kind: 'away',
            message: away,
            since:
              this.standing?.kind === 'away'
                ? this.standing.since
                : clock.wall(),
          };
  }
}
