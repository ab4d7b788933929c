import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';
import { Transform } from 'node:stream';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Stands between client and server and does what networks do. Knows nothing of what it carries. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private refusing = false;
  /** Connections accepted so far. */
  accepted = 0;
  /** How long each piece takes longer, either way; of a connection one comes after the other. */
  latencyMs = 0;

  private constructor(private readonly server: Server, target: URL) {
    server.on('connection', near => {
      if (this.refusing) {
        near.destroy();
        return;
      }
      this.accepted += 1;
      const pair = {
        near,
        far: connect(Number(target.port), target.hostname),
      };
      this.pairs.add(pair);
      pair.near.pipe(this.slowly()).pipe(pair.far);
      pair.far.pipe(this.slowly()).pipe(pair.near);
      for (const socket of [pair.near, pair.far]) {
        socket.on('error', () => {});
        socket.on('close', () => {
          pair.near.destroy();
          pair.far.destroy();
          this.pairs.delete(pair);
        });
      }
    });
  }

  static async start(target: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, new URL(target));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection and lets no new one through until {@link restore}. */
  cut(): void {
    this.refusing = true;
    this.pairs.forEach(({ near, far }) => {
      near.destroy();
      far.destroy();
    });
  }

  restore(): void {
    this.refusing = false;
  }

  /** The open connections carry nothing any more and stay open: half-open. New ones work. */
  stall(): void {
    this.pairs.forEach(({ near, far }) => {
      near.unpipe();
      far.unpipe();
      near.pause();
      far.pause();
    });
  }

  private slowly(): Transform {
    return new Transform({
      transform: (chunk, _, done) => {
        if (this.latencyMs > 0) {
          setTimeout(done, this.latencyMs, null, chunk);
        } else {
          done(null, chunk);
        }
      },
    });
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }
}
