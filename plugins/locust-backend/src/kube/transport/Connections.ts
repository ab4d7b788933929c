import { Agent, Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { Answer } from './Answer';
import { Credentials } from './Credentials';
import { PingedConnection, PingOptions } from './PingedConnection';

export interface ConnectionsOptions {
  /** The API server's root, without a path. */
  readonly origin: URL;
  readonly proxyUrl?: string;
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
  readonly ping: PingOptions;
}

export interface OutgoingRequest {
  readonly method: Dispatcher.HttpMethod;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface StreamAnswer extends Answer {
  /** Whether the connection finds out by itself that its other end is gone. */
  readonly pinged: boolean;
}

interface Pair {
  readonly tlsFingerprint: string;
  readonly request: Dispatcher;
  readonly stream: Dispatcher;
}

/** Below the API server's 90 s and the 60 s of common load balancers: we close first, so no write meets a closing socket. */
const KEEP_ALIVE_MS = 45_000;

/** The kernel then probes every second, ten times: a peer that vanished is noticed in 25 s. */
const TCP_KEEP_ALIVE_MS = 15_000;

const LONGEST_DISCARDED_BODY = 64 * 1024;

/**
 * The connections to one API server. A TLS handshake costs seven times the request it is for, so those for requests
 * are kept until the TLS identity changes; then new requests get new ones while the old finish what they are at.
 *
 * Requests go over HTTP/1.1, where none waits for another's socket. Streams go over an HTTP/2 connection each, which
 * notices its own death; behind a proxy, and to servers without HTTP/2, over HTTP/1.1, which cannot.
 */
export class Connections {
  private pair: Pair | undefined;
  private readonly retired = new Set<Dispatcher>();
  private speaksHttp2: boolean;

  constructor(private readonly options: ConnectionsOptions) {
    this.speaksHttp2 =
      options.proxyUrl === undefined && options.origin.protocol === 'https:';
  }

  async request(
    request: OutgoingRequest,
    credentials: Credentials,
  ): Promise<Answer> {
    return this.dispatch(request, this.use(credentials).request, 0);
  }

  /** The answer's body is cut when no byte came for `idleTimeoutMs`; 0 for no limit. */
  async stream(
    request: OutgoingRequest,
    credentials: Credentials,
    idleTimeoutMs: number,
  ): Promise<StreamAnswer> {
    if (this.speaksHttp2) {
      const connection = await PingedConnection.open(
        this.options.origin,
        credentials.tls,
        this.options.connectTimeoutMs,
        this.options.ping,
        request.signal,
      );
      if (connection) {
        const answer = await connection.request({ ...request, idleTimeoutMs });
        return { ...answer, pinged: true };
      }
      this.speaksHttp2 = false;
    }
    const { stream } = this.use(credentials);
    return {
      ...(await this.dispatch(request, stream, idleTimeoutMs)),
      pinged: false,
    };
  }

  async destroy(): Promise<void> {
    this.retire();
    await Promise.all([...this.retired].map(it => it.destroy()));
  }

  private async dispatch(
    request: OutgoingRequest,
    dispatcher: Dispatcher,
    bodyTimeout: number,
  ): Promise<Answer> {
    const { statusCode, headers, body } = await dispatcher.request({
      ...request,
      origin: this.options.origin,
      // The caller's signal rules; this only must not be shorter.
      headersTimeout: 0,
      bodyTimeout,
    });
    return {
      statusCode,
      headers,
      body,
      discard: () =>
        body.dump({ limit: LONGEST_DISCARDED_BODY }).catch(() => {}),
    };
  }

  private use(credentials: Credentials): Pair {
    if (this.pair?.tlsFingerprint !== credentials.tlsFingerprint) {
      this.retire();
      this.pair = {
        tlsFingerprint: credentials.tlsFingerprint,
        request: this.open(credentials, this.options.maxConnections),
        stream: this.open(credentials, undefined),
      };
    }
    return this.pair;
  }

  private retire(): void {
    if (!this.pair) {
      return;
    }
    for (const dispatcher of [this.pair.request, this.pair.stream]) {
      this.retired.add(dispatcher);
      dispatcher
        .close()
        .catch(() => {})
        .finally(() => this.retired.delete(dispatcher));
    }
    this.pair = undefined;
  }

  private open(
    { tls }: Credentials,
    connections: number | undefined,
  ): Dispatcher {
    const { proxyUrl, connectTimeoutMs } = this.options;
    const common = {
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connections,
    };
    const connect = {
      timeout: connectTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
      allowH2: false,
    };
    if (proxyUrl?.startsWith('socks')) {
      return new Socks5ProxyAgent(proxyUrl, { ...common, requestTls: tls });
    }
    if (proxyUrl) {
      return new ProxyAgent({
        ...common,
        uri: proxyUrl,
        connect,
        requestTls: tls,
      });
    }
    return new Agent({ ...common, connect: { ...tls, ...connect } });
  }
}
