import { once } from 'node:events';
import * as http2 from 'node:http2';
import { isIP } from 'node:net';
import { connect, ConnectionOptions, TLSSocket } from 'node:tls';
import { Answer } from './Answer';

export interface PingOptions {
  /** From the last sign of life to the next question. */
  readonly everyMs: number;
  /** Without an answer for so long it is cut. */
  readonly timeoutMs: number;
}

export interface PingedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Cut when no byte came for so long, however alive the connection is; 0 for no limit. */
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** What may be under way to us unread. HTTP/2 starts at 64 KiB, which over 50 ms of road is 1.3 MB/s. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * An HTTP/2 connection for one stream, which asks the other end by PING whether it is still there.
 *
 * A watch on a quiet resource and a watch whose connection died without a word look alike. TCP's own probes tell them
 * apart only as far as the next load balancer or proxy; a PING is answered by whoever speaks HTTP/2 to us, behind
 * every proxy that only passes bytes on, and costs no request. Go's clients do the same. One stream to a connection,
 * so that no two watches share a socket and its fate.
 */
export class PingedConnection {
  private readonly session: http2.ClientHttp2Session;
  private timer: NodeJS.Timeout | undefined;

  /** Undefined where the server does not speak HTTP/2. Rejects when it cannot be reached. */
  static async open(
    origin: URL,
    tls: ConnectionOptions,
    timeoutMs: number,
    ping: PingOptions,
    signal: AbortSignal,
  ): Promise<PingedConnection | undefined> {
    const socket = await handshake(origin, tls, timeoutMs, signal);
    if (socket.alpnProtocol !== 'h2') {
      socket.destroy();
      return undefined;
    }
    return new PingedConnection(origin, socket, ping);
  }

  private constructor(
    origin: URL,
    socket: TLSSocket,
    private readonly ping: PingOptions,
  ) {
    this.session = http2.connect(origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
    });
    this.session.once('connect', () =>
      this.session.setLocalWindowSize(WINDOW_BYTES),
    );
    // The stream tells its reader; without a listener here the process would end.
    this.session.on('error', () => {});
    this.session.once('close', () => clearTimeout(this.timer));
    this.askLater();
  }

  /** Sends the one request of this connection, which ends with its stream. */
  request(request: PingedRequest): Promise<Answer> {
    const stream = this.session.request(
      {
        ...request.headers,
        ':method': request.method,
        ':path': request.path,
      },
      { endStream: request.body === undefined, signal: request.signal },
    );
    if (request.body !== undefined) {
      stream.end(request.body);
    }
    stream.setTimeout(request.idleTimeoutMs, () =>
      stream.destroy(timedOut('no byte came for too long')),
    );
    stream.once('close', () => this.session.destroy());
    return new Promise((resolve, reject) => {
      stream.once('error', reject);
      stream.once('close', () => reject(closedEarly()));
      stream.once('response', headers =>
        resolve({
          statusCode: headers[':status'] ?? 0,
          headers: headers as Answer['headers'],
          body: toItsEnd(stream),
          discard: async () => {
            stream.on('error', () => {}).destroy();
          },
        }),
      );
    });
  }

  private askLater(): void {
    this.timer = setTimeout(() => this.ask(), this.ping.everyMs);
  }

  private ask(): void {
    if (this.session.closed || this.session.destroyed) {
      return;
    }
    this.timer = setTimeout(
      () => this.session.destroy(timedOut('a ping was not answered')),
      this.ping.timeoutMs,
    );
    this.session.ping(error => {
      clearTimeout(this.timer);
      if (!error) {
        this.askLater();
      }
    });
  }
}

/** Node ends a stream in good order also when its connection is lost; only the code tells. */
async function* toItsEnd(
  stream: http2.ClientHttp2Stream,
): AsyncGenerator<Buffer> {
  yield* stream;
  if (!stream.destroyed) {
    await once(stream, 'close');
  }
  if (stream.rstCode !== http2.constants.NGHTTP2_NO_ERROR) {
    throw closedEarly();
  }
}

function handshake(
  origin: URL,
  tls: ConnectionOptions,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const host = origin.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      ...tls,
      host,
      port: Number(origin.port || 443),
      servername: tls.servername ?? (isIP(host) ? undefined : host),
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    const timer = setTimeout(
      () => socket.destroy(timedOut('no connection')),
      timeoutMs,
    );
    const onAbort = () => socket.destroy(closedEarly());
    signal.addEventListener('abort', onAbort);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    socket.once('error', error => settle(() => reject(error)));
    socket.once('close', () => settle(() => reject(closedEarly())));
    socket.once('secureConnect', () => settle(() => resolve(socket)));
  });
}

function timedOut(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}

function closedEarly(): Error {
  return Object.assign(new Error('the connection was closed'), {
    code: 'ECONNRESET',
  });
}
