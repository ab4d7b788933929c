import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer as createHttpServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for 127.0.0.1, its own authority. */
export function selfSigned(): SelfSigned {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-server-'));
  try {
    const key = path.join(folder, 'key.pem');
    const cert = path.join(folder, 'cert.pem');
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt'],
        ...['ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore', timeout: 30_000 },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

interface TestServerOptions {
  readonly tls?: SelfSigned;
  /** Offers HTTP/2 beside HTTP/1.1, as API servers do. Needs TLS. */
  readonly http2?: boolean;
}

function serverOf({ tls, http2 }: TestServerOptions): Server {
  if (!tls) {
    return createHttpServer();
  }
  if (!http2) {
    return createHttpsServer({ key: tls.key, cert: tls.cert });
  }
  // Its requests and answers have the shape of HTTP/1.1's.
  return createHttp2Server({
    key: tls.key,
    cert: tls.cert,
    allowHTTP1: true,
  }) as unknown as Server;
}

/** A real HTTP(S) server on the loopback whose answers the test gives. */
export class TestServer {
  readonly requests: ReceivedRequest[] = [];
  readonly sockets: Socket[] = [];
  answer: Answer = response => json(response, 200, {});

  private constructor(private readonly server: Server) {}

  static async start(
    tls?: SelfSigned,
    options: { readonly http2?: boolean } = {},
  ): Promise<TestServer> {
    const server = serverOf({ tls, ...options });
    const it = new TestServer(server);
    server.on(tls ? 'secureConnection' : 'connection', socket =>
      it.sockets.push(socket),
    );
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      it.receive(request, response),
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return it;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      const received: ReceivedRequest = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      this.requests.push(received);
      this.answer(response, received);
    });
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}
