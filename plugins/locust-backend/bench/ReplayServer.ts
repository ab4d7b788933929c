import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

const VERSION = '1000';

/** A collection by its path, and its objects as JSON text, made anew every time they are asked for. */
export type Collections = ReadonlyMap<string, () => Iterable<string>>;

/**
 * Speaks as much of an API server as an engine needs that finds everything in order: streaming lists, watches in
 * which nothing happens, a Lease. For collections that a real one would take minutes to be filled with.
 */
export class ReplayServer {
  /** Requests that would have changed something, but for the Lease. */
  readonly writes: string[] = [];
  private readonly sockets = new Set<Socket>();
  private lease: Record<string, any> | undefined;

  private constructor(
    private readonly server: Server,
    private readonly collections: Collections,
  ) {}

  static async start(
    collections: Collections,
    certificate: { readonly key: string; readonly cert: string },
  ): Promise<ReplayServer> {
    const server = createServer(certificate);
    const it = new ReplayServer(server, collections);
    server.on('connection', (socket: Socket) => {
      it.sockets.add(socket);
      socket.once('close', () => it.sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      it.answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return it;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (pathname.includes('/leases')) {
      await this.answerLease(request, response);
    } else if (request.method !== 'GET') {
      this.writes.push(`${request.method} ${pathname}`);
      status(response, 500, 'InternalError');
    } else if (pathname === '/api/v1/namespaces/kube-system') {
      json(response, 200, {
        metadata: {
          name: 'kube-system',
          uid: '00000000-0000-4000-8000-000000000000',
          resourceVersion: '1',
        },
      });
    } else if (pathname === '/version') {
      json(response, 200, { gitVersion: 'v1.34.4' });
    } else if (searchParams.get('watch') === 'true') {
      await this.watch(
        pathname,
        searchParams.get('sendInitialEvents') === 'true',
        response,
      );
    } else {
      status(response, 404, 'NotFound');
    }
  }

  /** Stays open: nothing ever happens. */
  private async watch(
    path: string,
    initial: boolean,
    response: ServerResponse,
  ): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (!initial) {
      return;
    }
    for (const object of this.collections.get(path)?.() ?? []) {
      if (!response.write(`{"type":"ADDED","object":${object}}\n`)) {
        await once(response, 'drain');
      }
    }
    response.write(
      `${JSON.stringify({
        type: 'BOOKMARK',
        object: {
          metadata: {
            resourceVersion: VERSION,
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        },
      })}\n`,
    );
  }

  private async answerLease(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    let text = '';
    for await (const part of request) {
      text += part;
    }
    if (request.method === 'GET') {
      if (this.lease) {
        json(response, 200, this.lease);
      } else {
        status(response, 404, 'NotFound');
      }
      return;
    }
    const body = JSON.parse(text);
    const metadata: Record<string, string> = this.lease?.metadata ?? {
      ...body.metadata,
      uid: randomUUID(),
      resourceVersion: '0',
    };
    this.lease = {
      ...this.lease,
      metadata: {
        ...metadata,
        resourceVersion: String(Number(metadata.resourceVersion) + 1),
      },
      spec: { ...this.lease?.spec, ...body.spec },
    };
    json(response, request.method === 'POST' ? 201 : 200, this.lease);
  }
}

function json(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function status(response: ServerResponse, code: number, reason: string): void {
  json(response, code, { kind: 'Status', status: 'Failure', reason, code });
}
