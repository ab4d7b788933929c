import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { IncomingMessage } from 'node:http';
import { Agent, request as forward } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { KubeJson } from '../cluster/KubeJson';
import { type Exchange, readExchange } from './Exchange';
import type { EventSink, Interceptor, Ruling } from './Interceptor';
import type { TrafficRecord } from './TrafficRecord';

export interface FaultProxyOptions {
  readonly upstream: {
    readonly server: string;
    readonly certificateAuthority: string;
  };
  /** What the engine sees; signed so that the cluster's own CA vouches for it. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly record: TrafficRecord;
  readonly replica: number;
  readonly onError: (message: string) => void;
}

const PASS: Ruling = { kind: 'pass' };

/** Of one hop only, or not allowed in HTTP/2. */
const HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
  'host',
  // What passes is looked into.
  'accept-encoding',
]);

/**
 * The road from one engine process to the API server, TLS on both sides. It knows what each request and each event
 * of a watch is, keeps a record, and does to them what the plan's {@link Interceptor} says.
 */
export class FaultProxy {
  interceptor: Interceptor = {};
  private readonly agent: Agent;
  private readonly sockets = new Set<TLSSocket>();
  private readonly streams = new Set<{
    readonly verb: Exchange['verb'];
    readonly sink: EventSink;
  }>();
  private server: Http2SecureServer | undefined;

  constructor(private readonly options: FaultProxyOptions) {
    this.agent = new Agent({
      keepAlive: true,
      ca: options.upstream.certificateAuthority,
    });
  }

  async start(): Promise<number> {
    const server = createSecureServer(
      { ...this.options.tls, allowHTTP1: true },
      (request, response) => {
        this.handle(request, response).catch(error =>
          this.options.onError(`the proxy: ${error.stack}`),
        );
      },
    );
    server.on('secureConnection', (socket: TLSSocket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => {});
    });
    server.on('sessionError', () => {});
    server.on('tlsClientError', () => {});
    this.server = server;
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Connections of the engine that are open. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Cuts every connection; new ones are taken. */
  cutAll(): void {
    this.sockets.forEach(socket => socket.destroy());
  }

  /** Cuts the streams of a kind that are open. */
  cutStreams(verb: 'watch' | 'log'): void {
    [...this.streams]
      .filter(it => it.verb === verb)
      .forEach(it => it.sink.cut());
  }

  stop(): void {
    this.cutAll();
    this.server?.close();
    this.agent.destroy();
  }

  private async handle(
    request: Http2ServerRequest,
    response: Http2ServerResponse,
  ): Promise<void> {
    const { record, replica } = this.options;
    request.on('error', () => {});
    response.on('error', () => {});
    const body = await readAll(request).catch(() => undefined);
    if (body === undefined) {
      return;
    }
    const exchange = readExchange(
      {
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        body: body.length > 0 ? JSON.parse(body.toString('utf8')) : undefined,
      },
      { sequence: record.takeSequence(), replica },
    );
    record.asked(exchange);
    const ruling = (await this.interceptor.request?.(exchange)) ?? PASS;
    if (ruling.kind !== 'pass' && ruling.kind !== 'truncate') {
      rule(ruling, request, response, '');
      return;
    }
    if (exchange.verb === 'watch' && this.interceptor.watch) {
      const sink = sinkOf(request, response, () => {});
      const head = () =>
        response.writeHead(200, { 'content-type': 'application/json' });
      if (
        this.interceptor.watch(exchange, {
          ...sink,
          send: line => {
            if (!response.headersSent) {
              head();
            }
            sink.send(line);
          },
        })
      ) {
        return;
      }
    }
    const pageSize = this.interceptor.pageSize?.(exchange);
    const url =
      pageSize === undefined
        ? request.url
        : request.url.replace(/\blimit=\d+/, `limit=${pageSize}`);
    const answer = await this.forward(request, url, body).catch(
      () => undefined,
    );
    if (!answer) {
      cut(request);
      return;
    }
    const status = answer.statusCode ?? 502;
    if (
      status < 300 &&
      (exchange.verb === 'watch' || exchange.verb === 'log')
    ) {
      await this.passStream(exchange, answer, request, response);
      return;
    }
    const text = (await readAll(answer)).toString('utf8');
    record.answered(exchange, status, text);
    const afterwards =
      ruling.kind === 'truncate'
        ? ruling
        : (await this.interceptor.answer?.(exchange, { status, body: text })) ??
          PASS;
    if (afterwards.kind !== 'pass') {
      rule(afterwards, request, response, text);
      return;
    }
    response.writeHead(status, passableHeaders(answer.headers));
    await new Promise<void>(resolve => {
      response.on('close', resolve);
      response.end(text, () => resolve());
    });
    await this.interceptor.answered?.(exchange);
  }

  private forward(
    request: Http2ServerRequest,
    url: string,
    body: Buffer,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string | string[]> = {};
      for (const [name, value] of Object.entries(request.headers)) {
        if (
          value !== undefined &&
          !name.startsWith(':') &&
          !HOP_HEADERS.has(name)
        ) {
          headers[name] = value;
        }
      }
      const out = forward(
        `${this.options.upstream.server}${url}`,
        { method: request.method, headers, agent: this.agent },
        resolve,
      );
      out.on('error', reject);
      if (request.method === 'GET') {
        // Whoever was killed does not wait for its watch. A write is seen through: the record has to know of it.
        request.stream?.on('close', () => out.destroy());
        request.on('close', () => {
          if (request.destroyed && !request.complete) {
            out.destroy();
          }
        });
      }
      out.end(body);
    });
  }

  private async passStream(
    exchange: Exchange,
    answer: IncomingMessage,
    request: Http2ServerRequest,
    response: Http2ServerResponse,
  ): Promise<void> {
    const { record } = this.options;
    record.openStreams += 1;
    response.writeHead(answer.statusCode!, passableHeaders(answer.headers));
    const sink = sinkOf(request, response, () => answer.destroy());
    const stream = { verb: exchange.verb, sink };
    this.streams.add(stream);
    const closed = () => answer.destroy();
    response.on('close', closed);
    request.on('aborted', closed);
    let rest = '';
    let initial = exchange.query.get('sendInitialEvents') === 'true';
    try {
      for await (const chunk of answer.setEncoding('utf8')) {
        if (exchange.verb === 'log') {
          sink.send(chunk);
          continue;
        }
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        for (const line of lines.filter(it => it !== '')) {
          const { type, object } = JSON.parse(line) as {
            readonly type: string;
            readonly object: KubeJson;
          };
          if (type === 'BOOKMARK') {
            initial = false;
          } else if (type !== 'ERROR') {
            record.passed(exchange, type, object.metadata.name, initial);
          }
          const taken =
            !initial &&
            this.interceptor.event?.(exchange, { type, object, line }, sink);
          if (!taken) {
            sink.send(`${line}\n`);
          }
        }
      }
      response.end();
    } catch {
      // Either side has gone; the other is to know.
      if (!response.writableEnded) {
        cut(request);
      }
    } finally {
      record.openStreams -= 1;
      this.streams.delete(stream);
    }
  }
}

function sinkOf(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  onEnd: () => void,
): EventSink {
  return {
    send: line => {
      if (!response.writableEnded && !response.destroyed) {
        response.write(line);
      }
    },
    end: () => {
      response.end();
      onEnd();
    },
    cut: () => {
      cut(request);
      onEnd();
    },
  };
}

function rule(
  ruling: Exclude<Ruling, { kind: 'pass' }>,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  text: string,
): void {
  switch (ruling.kind) {
    case 'answer':
      response.writeHead(ruling.status, {
        'content-type': 'application/json',
        ...ruling.headers,
      });
      response.end(
        typeof ruling.body === 'string'
          ? ruling.body
          : JSON.stringify(ruling.body),
      );
      return;
    case 'truncate':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text.slice(0, Math.ceil(text.length / 2)));
      return;
    case 'cut':
      cut(request);
      return;
    default:
  }
}

function cut(request: Http2ServerRequest): void {
  if (request.stream) {
    request.stream.session?.destroy();
  } else {
    request.socket.destroy();
  }
}

function passableHeaders(
  headers: IncomingMessage['headers'],
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (
      value !== undefined &&
      !HOP_HEADERS.has(name) &&
      name !== 'content-length'
    ) {
      kept[name] = value;
    }
  }
  return kept;
}

async function readAll(
  source: AsyncIterable<Buffer | string>,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of source) {
    parts.push(Buffer.from(chunk as Buffer));
  }
  return Buffer.concat(parts);
}
