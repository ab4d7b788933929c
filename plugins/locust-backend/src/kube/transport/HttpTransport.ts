import { KubeConfig } from '@kubernetes/client-node';
import { Clock, systemClock } from '../Clock';
import { KubeApiError, RequestIntent } from '../KubeApiError';
import { Answer, parseJson, readBody, readRefusal } from './Answer';
import { asKubeApiError } from './asKubeApiError';
import { Call } from './Call';
import { Connections, OutgoingRequest } from './Connections';
import { Credentials, CredentialSource } from './Credentials';
import type { PingOptions } from './PingedConnection';
import type { ByteStream, KubeRequest, Transport } from './Transport';

export interface TransportOptions {
  /** Only its current context is used. */
  readonly kubeConfig: KubeConfig;
  /** Reads the kubeconfig again; called when the server refuses the credentials. */
  readonly reload?: () => KubeConfig;
  readonly userAgent?: string;
  /** For requests that give none. Default 30 s. */
  readonly timeoutMs?: number;
  /** TCP and TLS. Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Connections for requests; streams have their own, so that followed logs never starve a write. Default 32. */
  readonly maxConnections?: number;
  /** Answers above are refused as `truncated`: parsing one would hold the event loop for a second. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** How streams find out that the other end is gone. Default: asked every 20 s, given up after 15 s. */
  readonly ping?: PingOptions;
  readonly clock?: Clock;
}

class HttpTransport implements Transport {
  readonly server: string;
  /** Servers behind a gateway have one: `https://host/k8s/clusters/c-1`. */
  private readonly basePath: string;
  private readonly credentials: CredentialSource;
  private readonly connections: Connections;
  private readonly timeoutMs: number;
  private readonly maxResponseBytes: number;
  private readonly userAgent: string;
  /** Requests and streams under way. */
  private readonly calls = new Set<Call>();
  private closed = false;

  constructor(options: TransportOptions) {
    this.credentials = new CredentialSource(
      options.kubeConfig,
      options.clock ?? systemClock,
      options.reload,
    );
    this.server = this.credentials.server;
    const url = new URL(this.server);
    this.basePath = url.pathname === '/' ? '' : url.pathname;
    this.connections = new Connections({
      origin: new URL(url.origin),
      proxyUrl: this.credentials.proxyUrl,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      maxConnections: options.maxConnections ?? 32,
      ping: options.ping ?? { everyMs: 20_000, timeoutMs: 15_000 },
    });
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.maxResponseBytes = options.maxResponseBytes ?? 32 * 1024 * 1024;
    this.userAgent = options.userAgent ?? 'backstage-plugin-locust';
  }

  async request<T>(request: KubeRequest): Promise<T> {
    const intent = intentOf(request);
    const call = this.begin(request);
    try {
      const answer = await this.send(
        request,
        intent,
        call,
        (outgoing, credentials) =>
          this.connections.request(
            {
              ...outgoing,
              headers: { ...outgoing.headers, 'accept-encoding': 'gzip' },
            },
            credentials,
          ),
      );
      const time = Date.parse(String(answer.headers.date));
      if (!Number.isNaN(time)) {
        request.onServerTime?.(time);
      }
      const bytes = await readBody(answer, this.maxResponseBytes, intent);
      request.onSize?.(bytes.length);
      return parseJson<T>(bytes, answer.statusCode, intent);
    } catch (error) {
      throw asKubeApiError(error, intent, call.failure);
    } finally {
      call.end();
    }
  }

  async stream(request: KubeRequest): Promise<ByteStream> {
    const intent = intentOf(request);
    const call = this.begin(request);
    try {
      const answer = await this.send(
        request,
        intent,
        call,
        (outgoing, credentials) =>
          this.connections.stream(
            outgoing,
            credentials,
            request.idleTimeoutMs ?? 0,
          ),
      );
      call.unlimit();
      return Object.assign(chunks(answer, intent, call), {
        pinged: answer.pinged,
      });
    } catch (error) {
      call.end();
      throw asKubeApiError(error, intent, call.failure);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    // One by one: undici's agents forget their streams once they have been closed gracefully.
    for (const call of this.calls) {
      call.cut('aborted');
    }
    await this.connections.destroy();
  }

  private begin(request: KubeRequest): Call {
    const call = new Call(
      request.signal,
      request.timeoutMs ?? this.timeoutMs,
      it => this.calls.delete(it),
    );
    this.calls.add(call);
    if (this.closed) {
      call.cut('aborted');
    }
    return call;
  }

  /** Sends; once more with credentials read afresh if the server refuses them. A refused write was not carried out. */
  private async send<A extends Answer>(
    request: KubeRequest,
    intent: RequestIntent,
    call: Call,
    over: (request: OutgoingRequest, credentials: Credentials) => Promise<A>,
  ): Promise<A> {
    const body =
      request.body === undefined ? undefined : JSON.stringify(request.body);
    const sendWith = (credentials: Credentials): Promise<A> =>
      over(
        {
          path: `${this.basePath}${request.path}${queryString(request.query)}`,
          method: request.method,
          headers: {
            ...request.headers,
            'user-agent': request.headers?.['user-agent'] ?? this.userAgent,
            accept: 'application/json',
            ...(body !== undefined && {
              'content-type': request.contentType ?? 'application/json',
            }),
            ...credentials.headers,
          },
          body,
          signal: call.signal,
        },
        credentials,
      );

    const credentials = await obtained(
      call.whileAlive(this.credentials.current()),
      intent,
    );
    let answer = await sendWith(credentials);
    if (answer.statusCode === 401) {
      await answer.discard();
      answer = await sendWith(
        await obtained(
          call.whileAlive(this.credentials.renew(credentials)),
          intent,
        ),
      );
    }
    if (answer.statusCode >= 300) {
      throw await readRefusal(answer, intent);
    }
    return answer;
  }
}

/** A transport to the cluster of the kubeconfig's current context. Nothing is opened before the first request. */
export function createTransport(options: TransportOptions): Transport {
  return new HttpTransport(options);
}

async function obtained(
  reading: Promise<Credentials>,
  intent: RequestIntent,
): Promise<Credentials> {
  try {
    return await reading;
  } catch (error) {
    // What an exec plugin prints is not ours to repeat: it may hold what it was asked for.
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    throw new KubeApiError({
      failure: 'unauthorized',
      intent,
      explanation: `the kubeconfig's credentials cannot be read${
        typeof code === 'string' ? ` (${code})` : ''
      }`,
    });
  }
}

async function* chunks(
  answer: Answer,
  intent: RequestIntent,
  call: Call,
): AsyncGenerator<Uint8Array> {
  try {
    // Leaving the loop early destroys the body and with it the connection.
    yield* answer.body;
  } catch (error) {
    throw asKubeApiError(error, intent, call.failure, 'truncated');
  } finally {
    call.end();
  }
}

function queryString(query: KubeRequest['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}

const VERBS: Readonly<Record<KubeRequest['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function intentOf(request: KubeRequest): RequestIntent {
  return (
    request.intent ?? { verb: VERBS[request.method], resource: request.path }
  );
}
