import { Agent, Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { Credentials } from './Credentials';

export interface ConnectionsOptions {
  readonly proxyUrl?: string;
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
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

/**
 * The kept connections to one API server. A TLS handshake costs seven times the request it is for, so connections
 * are kept until the TLS identity changes; then new requests get new ones while the old finish what they are at.
 *
 * HTTP/1.1 on purpose: over HTTP/2 all watches and the lease would share one socket, and stall or die together.
 */
export class Connections {
  private pair: Pair | undefined;
  private readonly retired = new Set<Dispatcher>();

  constructor(private readonly options: ConnectionsOptions) {}

  use(kind: 'request' | 'stream', credentials: Credentials): Dispatcher {
    if (this.pair?.tlsFingerprint !== credentials.tlsFingerprint) {
      this.retire();
      this.pair = {
        tlsFingerprint: credentials.tlsFingerprint,
        request: this.open(credentials, this.options.maxConnections),
        stream: this.open(credentials, undefined),
      };
    }
    return this.pair[kind];
  }

  async destroy(): Promise<void> {
    this.retire();
    await Promise.all([...this.retired].map(it => it.destroy()));
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
