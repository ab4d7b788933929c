import { KubeConfig } from '@kubernetes/client-node';
import { constants, createGunzip } from 'node:zlib';
import { Dispatcher } from 'undici';
import { Call } from './Call';
import { Clock, systemClock } from '../Clock';
import { Connections } from './Connections';
import { Credentials, CredentialSource } from './Credentials';
import { KubeApiError, KubeFailure, RequestIntent } from '../KubeApiError';
import type { KubeRequest, Transport } from './Transport';

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
  readonly clock?: Clock;
}

type Answer = Dispatcher.ResponseData;

const LONGEST_ERROR_BODY = 64 * 1024;

class HttpTransport implements Transport {
  readonly server: string;
  private readonly origin: string;
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
    this.origin = url.origin;
    this.basePath = url.pathname === '/' ? '' : url.pathname;
    this.connections = new Connections({
      proxyUrl: this.credentials.proxyUrl,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      maxConnections: options.maxConnections ?? 32,
    });
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.maxResponseBytes = options.maxResponseBytes ?? 32 * 1024 * 1024;
    this.userAgent = options.userAgent ?? 'backstage-plugin-locust';
  }

  async request<T>(request: KubeRequest): Promise<T> {
    const intent = intentOf(request);
    const call = this.begin(
      request.signal,
      request.timeoutMs ?? this.timeoutMs,
    );
    try {
      const answer = await this.send('request', request, intent, {
        signal: call.signal,
        // The call's own time rules; these only must not be shorter.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const bytes = await readBody(answer, this.maxResponseBytes, intent);
      request.onSize?.(bytes.length);
      return parseJson<T>(bytes, answer.statusCode, intent);
    } catch (error) {
      throw asKubeApiError(error, intent, call.failure);
    } finally {
      call.end();
    }
  }

  async stream(request: KubeRequest): Promise<AsyncIterable<Uint8Array>> {
    const intent = intentOf(request);
    const call = this.begin(request.signal);
    try {
      const answer = await this.send('stream', request, intent, {
        signal: call.signal,
        headersTimeout: request.timeoutMs ?? this.timeoutMs,
        bodyTimeout: request.idleTimeoutMs ?? 0,
      });
      return chunks(answer, intent, call);
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

  private begin(signal?: AbortSignal, timeoutMs?: number): Call {
    const call = new Call(signal, timeoutMs, () => this.calls.delete(call));
    this.calls.add(call);
    return call;
  }

  /** Sends; once more with credentials read afresh if the server refuses them. A refused write was not carried out. */
  private async send(
    kind: 'request' | 'stream',
    request: KubeRequest,
    intent: RequestIntent,
    limits: {
      readonly signal?: AbortSignal;
      readonly headersTimeout: number;
      readonly bodyTimeout: number;
    },
  ): Promise<Answer> {
    const body =
      request.body === undefined ? undefined : JSON.stringify(request.body);
    const dispatch = async (credentials: Credentials): Promise<Answer> => {
      limits.signal?.throwIfAborted();
      if (this.closed) {
        throw new KubeApiError({
          failure: 'aborted',
          intent,
          explanation: 'the transport is closed',
        });
      }
      return this.connections.use(kind, credentials).request({
        origin: this.origin,
        path: `${this.basePath}${request.path}${queryString(request.query)}`,
        method: request.method,
        headers: {
          ...request.headers,
          'user-agent': request.headers?.['user-agent'] ?? this.userAgent,
          accept: 'application/json',
          ...(kind === 'request' && { 'accept-encoding': 'gzip' }),
          ...(body !== undefined && {
            'content-type': request.contentType ?? 'application/json',
          }),
          ...credentials.headers,
        },
        body,
        ...limits,
      });
    };

    const credentials = await this.obtain(intent, () =>
      this.credentials.current(),
    );
    let answer = await dispatch(credentials);
    if (answer.statusCode === 401) {
      await discard(answer);
      answer = await dispatch(
        await this.obtain(intent, () => this.credentials.renew(credentials)),
      );
    }
    if (answer.statusCode >= 300) {
      throw await refusal(answer, intent);
    }
    return answer;
  }

  private async obtain(
    intent: RequestIntent,
    read: () => Promise<Credentials>,
  ): Promise<Credentials> {
    try {
      return await read();
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
}

/** A transport to the cluster of the kubeconfig's current context. Nothing is opened before the first request. */
export function createTransport(options: TransportOptions): Transport {
  return new HttpTransport(options);
}

async function* chunks(
  answer: Answer,
  intent: RequestIntent,
  call: Call,
): AsyncGenerator<Uint8Array> {
  try {
    // Leaving the loop early destroys the body and with it the connection.
    for await (const chunk of answer.body) {
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw asKubeApiError(error, intent, call.failure, 'truncated');
  } finally {
    call.end();
  }
}

async function readBody(
  answer: Answer,
  limit: number,
  intent: RequestIntent,
): Promise<Buffer> {
  const gzipped = answer.headers['content-encoding'] === 'gzip';
  const source = gzipped
    ? answer.body.compose(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }))
    : answer.body;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      length += (chunk as Buffer).length;
      if (length > limit) {
        throw new KubeApiError({
          failure: 'truncated',
          intent,
          reason: 'ResponseTooLarge',
          explanation: `it is larger than ${limit} bytes`,
        });
      }
      parts.push(chunk as Buffer);
    }
  } catch (error) {
    throw asKubeApiError(error, intent, undefined, 'truncated');
  }
  return Buffer.concat(parts, length);
}

function parseJson<T>(bytes: Buffer, status: number, intent: RequestIntent): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch {
    // No cause: the parser's message quotes the text.
    throw new KubeApiError({
      failure: 'truncated',
      intent,
      status,
      explanation: `${bytes.length} bytes that are not JSON`,
    });
  }
}

async function refusal(
  answer: Answer,
  intent: RequestIntent,
): Promise<KubeApiError> {
  let status: unknown;
  try {
    status = JSON.parse(
      (await readBody(answer, LONGEST_ERROR_BODY, intent)).toString('utf8'),
    );
  } catch {
    // Gateways answer in HTML or plain text: the status code has to do.
  }
  const retryAfter = Number(answer.headers['retry-after']);
  return KubeApiError.fromStatus(
    intent,
    answer.statusCode,
    status,
    retryAfter > 0 ? retryAfter : undefined,
  );
}

/** Reads an unwanted answer to its end, so that the connection can be used again. */
async function discard(answer: Answer): Promise<void> {
  await answer.body.dump({ limit: LONGEST_ERROR_BODY }).catch(() => {});
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** `otherwise`: what a broken connection means at this point, before or after the answer has begun. */
function asKubeApiError(
  error: unknown,
  intent: RequestIntent,
  ended: KubeFailure | undefined,
  otherwise: KubeFailure = 'unreachable',
): KubeApiError {
  if (error instanceof KubeApiError && ended === undefined) {
    return error;
  }
  if (ended !== undefined) {
    return new KubeApiError({ failure: ended, intent });
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return new KubeApiError({
    failure: TIMEOUT_CODES.has(code) ? 'timeout' : otherwise,
    intent,
    // The code says it all (ECONNREFUSED, CERT_HAS_EXPIRED); messages may name files and addresses of proxies.
    explanation: /^[A-Z0-9_]{3,60}$/.test(code) ? code : undefined,
  });
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
