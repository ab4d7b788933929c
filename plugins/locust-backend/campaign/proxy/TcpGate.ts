import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A stretch of road that can go dead without anybody at its ends being told: nothing passes, nothing is closed. */
export class TcpGate {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private server: Server | undefined;
  private dead = false;

  async start(towards: number): Promise<number> {
    const server = createServer(near => {
      const far = connect(towards, '127.0.0.1');
      const pair = [near, far] as const;
      this.pairs.add(pair);
      for (const [one, other] of [pair, [far, near] as const]) {
        one.on('error', () => {});
        one.on('data', data => {
          if (!other.write(data)) {
            one.pause();
            other.once('drain', () => this.dead || one.resume());
          }
        });
        one.on('close', () => {
          this.pairs.delete(pair);
          other.destroy();
        });
      }
      if (this.dead) {
        pair.forEach(it => it.pause());
      }
    });
    this.server = server;
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** What is open goes dead; what is opened from now on, too. */
  die(): void {
    this.dead = true;
    this.pairs.forEach(pair => pair.forEach(it => it.pause()));
  }

  /** New connections work again; those that were open stay dead, as after a change of the route. */
  revive(): void {
    this.dead = false;
    // Their far ends give up some day, as the API server's do; the near ones are still told nothing.
    this.pairs.forEach(([, far]) => {
      far.removeAllListeners('close');
      far.destroy();
    });
  }

  stop(): void {
    this.server?.close();
    this.pairs.forEach(pair => pair.forEach(it => it.destroy()));
  }
}
