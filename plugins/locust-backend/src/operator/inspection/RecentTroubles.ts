import type { Clock } from '../../kube/Clock';
import type { Logger } from '../../kube/Logger';

/** Something that went wrong. */
export interface Trouble {
  readonly message: string;
  /** Wall clock of the last time, milliseconds since 1970. */
  readonly at: number;
  readonly times: number;
}

const REMEMBERED = 20;

/** What an engine has complained of lately. What is logged holds nothing secret, so it may be shown as well. */
export class RecentTroubles {
  private readonly byMessage = new Map<string, Trouble>();

  constructor(private readonly clock: Clock) {}

  /** The newest first. */
  get all(): readonly Trouble[] {
    return [...this.byMessage.values()].reverse();
  }

  /** The same logger, with its warnings and errors remembered. */
  remembering(logger: Logger): Logger {
    return {
      error: (message, meta) => {
        this.add(message);
        logger.error(message, meta);
      },
      warn: (message, meta) => {
        this.add(message);
        logger.warn(message, meta);
      },
      info: (message, meta) => logger.info(message, meta),
      debug: (message, meta) => logger.debug(message, meta),
    };
  }

  private add(message: string): void {
    const times = (this.byMessage.get(message)?.times ?? 0) + 1;
    this.byMessage.delete(message);
    this.byMessage.set(message, { message, at: this.clock.wall(), times });
    if (this.byMessage.size > REMEMBERED) {
      this.byMessage.delete(this.byMessage.keys().next().value!);
    }
  }
}
