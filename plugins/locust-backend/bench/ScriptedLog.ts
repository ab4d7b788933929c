import { LongLog } from './LongLog';

/** A master's log as a kubelet gives it to a follower, that grows when it is told to. */
export class ScriptedLog {
  /** Reports that were taken. */
  read = 0;
  private wanted = 0;
  private wake = () => {};
  private readonly log: LongLog;
  private readonly startedAt: number;

  /** @param index - tells the times of one from those of another */
  constructor(fixture: string, index: number) {
    this.log = new LongLog(fixture);
    this.startedAt = Date.UTC(2030, 0, 1) + index;
  }

  /** The elapsed seconds of the last report. */
  get seconds(): number {
    return this.log.elapsed;
  }

  /** Has it say so many reports in all. */
  grow(rounds: number): void {
    this.wanted = rounds;
    this.wake();
  }

  async *follow(): AsyncGenerator<Uint8Array> {
    yield this.stamped(this.log.beginning());
    for (;;) {
      while (this.read < this.wanted) {
        // Some reports come in one portion where there is much to read.
        let text = '';
        const until = Math.min(this.wanted, this.read + 20);
        for (; this.read < until; this.read++) {
          text += this.log.round(this.read);
        }
        yield this.stamped(text);
        // As bytes from a network would, which come in turns of the event loop.
        await new Promise(resolve => setImmediate(resolve));
      }
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
  }

  private stamped(text: string): Uint8Array {
    const time = new Date(this.startedAt + this.log.elapsed * 1000)
      .toISOString()
      .replace('Z', '000000Z');
    return Buffer.from(
      text.replace(/^/gm, `${time} `).slice(0, -time.length - 1),
    );
  }
}
