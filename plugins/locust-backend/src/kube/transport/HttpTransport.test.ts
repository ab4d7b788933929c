import { KubeConfig } from '@kubernetes/client-node';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isFailure, KubeApiError } from '../KubeApiError';
import { FakeClock, settled } from '../testing/FakeClock';
import {
  json,
  selfSigned,
  SelfSigned,
  TestServer,
} from '../testing/TestServer';
import { TcpProxy } from '../testing/TcpProxy';
import { createTransport, Transport, TransportOptions } from './Transport';

const SECRET = 'c2VjcmV0LXRva2Vu';

let folder: string;
let certificate: SelfSigned;
let server: TestServer;
const open: Transport[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'transport-'));
  certificate = selfSigned();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  server = await TestServer.start(certificate);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map(it => it.close()));
  await server.stop();
});

interface Access {
  readonly user?: Record<string, unknown>;
  readonly caData?: string;
  readonly caFile?: string;
  readonly address?: string;
}

function kubeConfig(access: Access = {}): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'test',
      server: access.address ?? `https://127.0.0.1:${server.port}`,
      skipTLSVerify: false,
      caData: access.caFile
        ? undefined
        : Buffer.from(access.caData ?? certificate.cert).toString('base64'),
      caFile: access.caFile,
    },
    { name: 'test', token: SECRET, ...access.user },
  );
  return config;
}

function connect(
  access: Access = {},
  options: Partial<TransportOptions> = {},
): Transport {
  const transport = createTransport({
    kubeConfig: kubeConfig(access),
    ...options,
  });
  open.push(transport);
  return transport;
}

const get = (transport: Transport, url = '/api/v1/pods') =>
  transport.request<Record<string, unknown>>({ method: 'GET', path: url });

async function failureOf(work: Promise<unknown>): Promise<KubeApiError> {
  const error = await work.then(
    () => undefined,
    it => it,
  );
  expect(error).toBeInstanceOf(KubeApiError);
  return error;
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += Buffer.from(chunk).toString('utf8');
  }
  return text;
}

describe('HttpTransport', () => {
  describe('on the wire', () => {
    /** Two, not one: a request that follows in the very same turn finds the first still busy ending its answer. */
    it('keeps its connections for requests that follow each other', async () => {
      const transport = connect();
      for (let i = 0; i < 20; i++) {
        await get(transport);
      }
      expect(server.requests).toHaveLength(20);
      expect(server.sockets.length).toBeLessThanOrEqual(2);
    });

    it('opens no more connections than allowed', async () => {
      const transport = connect({}, { maxConnections: 2 });
      await Promise.all(Array.from({ length: 10 }, () => get(transport)));
      expect(server.requests).toHaveLength(10);
      expect(server.sockets.length).toBeLessThanOrEqual(2);
    });

    it('keeps its connections also after error answers', async () => {
      const transport = connect();
      server.answer = response => json(response, 404, {});
      for (let i = 0; i < 20; i++) {
        await failureOf(get(transport));
      }
      expect(server.sockets.length).toBeLessThanOrEqual(2);
    });

    it("tells the server's clock where one asks", async () => {
      server.answer = response => {
        response.setHeader('date', 'Sat, 31 Jan 2026 10:20:30 GMT');
        json(response, 200, {});
      };
      const times: number[] = [];
      await connect().request({
        method: 'GET',
        path: '/version',
        onServerTime: time => times.push(time),
      });
      expect(times).toEqual([Date.parse('2026-01-31T10:20:30Z')]);
    });

    it('sends token, query and JSON body, and leaves undefined out', async () => {
      await connect().request({
        method: 'PATCH',
        path: '/apis/batch/v1/namespaces/ns/jobs/a',
        query: { force: true, fieldManager: 'f&m', dryRun: undefined },
        body: { a: 1, b: undefined },
        contentType: 'application/merge-patch+json',
      });
      expect(server.requests[0]).toMatchObject({
        method: 'PATCH',
        url: '/apis/batch/v1/namespaces/ns/jobs/a?force=true&fieldManager=f%26m',
        body: '{"a":1}',
        headers: {
          authorization: `Bearer ${SECRET}`,
          'content-type': 'application/merge-patch+json',
          accept: 'application/json',
        },
      });
    });

    it('keeps the path of a server behind a gateway', async () => {
      const address = `https://127.0.0.1:${server.port}/k8s/clusters/c-1/`;
      await get(connect({ address }));
      expect(server.requests[0].url).toBe('/k8s/clusters/c-1/api/v1/pods');
    });

    it('reads compressed answers and tells their real size', async () => {
      const body = JSON.stringify({ text: 'a'.repeat(10_000) });
      server.answer = response => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(body));
      };
      let size = 0;
      const answer = await connect().request<{ text: string }>({
        method: 'GET',
        path: '/',
        onSize: bytes => {
          size = bytes;
        },
      });
      expect(answer.text).toHaveLength(10_000);
      expect(size).toBe(body.length);
      expect(server.requests[0].headers['accept-encoding']).toBe('gzip');
    });

    it('does not trust a server whose certificate the kubeconfig does not vouch for', async () => {
      const error = await failureOf(
        get(connect({ caData: selfSigned().cert })),
      );
      expect(error.failure).toBe('unreachable');
      expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(server.requests).toHaveLength(0);
    });
  });

  describe('with credentials that change', () => {
    it('reads a token file again when the server refuses the token, once', async () => {
      const tokenFile = path.join(folder, 'token');
      await writeFile(tokenFile, 'first\n');
      const transport = connect({
        user: {
          token: undefined,
          authProvider: { name: 'tokenFile', config: { tokenFile } },
        },
      });
      await get(transport);
      await writeFile(tokenFile, 'second\n');
      server.answer = (response, { headers }) =>
        json(
          response,
          headers.authorization === 'Bearer second' ? 200 : 401,
          {},
        );
      await get(transport);
      await get(transport);
      expect(server.requests.map(it => it.headers.authorization)).toEqual([
        'Bearer first',
        'Bearer first',
        'Bearer second',
        'Bearer second',
      ]);
    });

    it('reads the kubeconfig again from where it came from', async () => {
      let token = 'first';
      const transport = connect(
        { user: { token } },
        { reload: () => kubeConfig({ user: { token } }) },
      );
      token = 'second';
      server.answer = (response, { headers }) =>
        json(
          response,
          headers.authorization === 'Bearer second' ? 200 : 401,
          {},
        );
      await get(transport);
      expect(server.requests).toHaveLength(2);
    });

    it('finds a certificate authority that was replaced in the kubeconfig, though nobody refuses anything', async () => {
      const clock = new FakeClock();
      let right = false;
      const transport = connect(
        { caData: selfSigned().cert },
        {
          clock,
          reload: () => kubeConfig(right ? {} : { caData: selfSigned().cert }),
        },
      );
      expect((await failureOf(get(transport))).failure).toBe('unreachable');
      right = true;
      clock.jump(10_000);
      await get(transport);
      expect(server.requests).toHaveLength(1);
    });

    it('sends a refused write again with the same body', async () => {
      server.answer = response =>
        json(response, server.requests.length === 1 ? 401 : 201, {});
      await connect().request({ method: 'POST', path: '/x', body: { a: 1 } });
      expect(server.requests.map(it => it.body)).toEqual([
        '{"a":1}',
        '{"a":1}',
      ]);
    });

    it('gives up when the server refuses the new credentials as well', async () => {
      server.answer = response =>
        json(response, 401, { reason: 'Unauthorized' });
      const error = await failureOf(get(connect()));
      expect(error.failure).toBe('unauthorized');
      expect(server.requests).toHaveLength(2);
    });

    it('renews once for many requests that are refused together', async () => {
      let reads = 0;
      const transport = connect(
        {},
        {
          reload: () => {
            reads += 1;
            return kubeConfig({ user: { token: 'second' } });
          },
        },
      );
      server.answer = (response, { headers }) =>
        json(
          response,
          headers.authorization === 'Bearer second' ? 200 : 401,
          {},
        );
      await Promise.all(Array.from({ length: 8 }, () => get(transport)));
      expect(reads).toBe(1);
    });

    it('starts an exec plugin once for many requests', async () => {
      const count = path.join(folder, 'exec-count');
      const credential = JSON.stringify({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token: 'from-plugin' },
      });
      const transport = connect({
        user: {
          token: undefined,
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: '/bin/sh',
            args: ['-c', `echo run >> ${count}; echo '${credential}'`],
          },
        },
      });
      await Promise.all(Array.from({ length: 8 }, () => get(transport)));
      expect(server.requests[7].headers.authorization).toBe(
        'Bearer from-plugin',
      );
      expect(await readFile(count, 'utf8')).toBe('run\n');
    });

    it('does not repeat what an exec plugin prints when it fails', async () => {
      const error = await failureOf(
        get(
          connect({
            user: {
              token: undefined,
              exec: {
                command: '/bin/sh',
                args: ['-c', `echo "bad password ${SECRET}" >&2; exit 1`],
              },
            },
          }),
        ),
      );
      expect(error.failure).toBe('unauthorized');
      expect(JSON.stringify(error) + error.stack).not.toContain(SECRET);
    });

    it('goes on with what it has when the credentials cannot be read for a moment', async () => {
      const clock = new FakeClock();
      const caFile = path.join(folder, 'missing-for-a-moment.pem');
      await writeFile(caFile, certificate.cert);
      const transport = connect({ caFile }, { clock });
      await get(transport);
      await rm(caFile);
      clock.jump(11_000);
      await get(transport);
      expect(server.requests).toHaveLength(2);
    });

    it('does not wait longer than its time for an exec plugin that hangs, and starts it again later', async () => {
      const clock = new FakeClock();
      const count = path.join(folder, 'hanging-count');
      const transport = connect(
        {
          user: {
            token: undefined,
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: '/bin/sh',
              args: ['-c', `echo run >> ${count}; exec sleep 3`],
            },
          },
        },
        { clock, timeoutMs: 300 },
      );
      expect((await failureOf(get(transport))).failure).toBe('timeout');
      expect((await failureOf(get(transport))).failure).toBe('timeout');
      expect(await readFile(count, 'utf8')).toBe('run\n');
      await clock.advance(30_000);
      expect((await failureOf(get(transport))).failure).toBe('timeout');
      expect(await readFile(count, 'utf8')).toBe('run\nrun\n');
    });

    it('opens new connections when the authority changes, and keeps them otherwise', async () => {
      const clock = new FakeClock();
      const caFile = path.join(folder, 'ca.pem');
      await writeFile(caFile, certificate.cert);
      const transport = connect({ caFile }, { clock, maxConnections: 1 });
      await get(transport);
      clock.jump(11_000);
      await get(transport);
      expect(server.sockets).toHaveLength(1);

      await writeFile(caFile, `${certificate.cert}${selfSigned().cert}`);
      clock.jump(11_000);
      await get(transport);
      expect(server.sockets).toHaveLength(2);
    });
  });

  describe('when it fails', () => {
    const cases: readonly [number, string, string][] = [
      [400, 'BadRequest', 'badRequest'],
      [403, 'Forbidden', 'forbidden'],
      [404, 'NotFound', 'notFound'],
      [409, 'AlreadyExists', 'alreadyExists'],
      [409, 'Conflict', 'conflict'],
      [410, 'Expired', 'gone'],
      [422, 'Invalid', 'invalid'],
      [500, 'InternalError', 'serverError'],
      [503, 'ServiceUnavailable', 'serverError'],
      [504, 'Timeout', 'timeout'],
    ];
    it.each(cases)('reads %d %s as "%s"', async (status, reason, failure) => {
      server.answer = response =>
        json(response, status, { kind: 'Status', reason, message: 'why' });
      const error = await failureOf(get(connect()));
      expect(error).toMatchObject({ failure, status, reason });
      expect(isFailure(error, 'conflict', error.failure)).toBe(true);
    });

    it('says how long the server asks to wait', async () => {
      server.answer = response =>
        json(response, 429, {}, { 'retry-after': '7' });
      expect(await failureOf(get(connect()))).toMatchObject({
        failure: 'tooManyRequests',
        retryAfterSeconds: 7,
      });
    });

    it('reads a long error page of a gateway as no more than its status', async () => {
      server.answer = response => {
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end(`<html>${SECRET.repeat(50_000)}`);
      };
      const error = await failureOf(get(connect()));
      expect(error.failure).toBe('serverError');
      expect(error.message).toBe(
        'Could not get /api/v1/pods: the API server failed (502)',
      );
    });

    it('calls JSON that breaks off truncated, and does not quote it', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.end(`{"data": "${SECRET}`);
      };
      const error = await failureOf(get(connect()));
      expect(error.failure).toBe('truncated');
      expect(error.message).not.toContain(SECRET);
      expect(error.cause).toBeUndefined();
    });

    it('calls an answer truncated whose connection breaks in the middle', async () => {
      server.answer = response => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"a":');
        setImmediate(() => response.socket?.destroy());
      };
      expect((await failureOf(get(connect()))).failure).toBe('truncated');
    });

    it('calls the server unreachable when the connection breaks before the answer', async () => {
      server.answer = response => response.socket?.destroy();
      expect((await failureOf(get(connect()))).failure).toBe('unreachable');
    });

    it('calls the server unreachable when nobody listens, and gets through when somebody does again', async () => {
      const { port } = server;
      const transport = connect();
      await server.stop();
      const error = await failureOf(get(transport));
      expect(error.failure).toBe('unreachable');
      expect(error.message).toContain('ECONNREFUSED');
      expect(error.message).not.toContain(String(port));
    });

    it('gives up on an answer that takes too long', async () => {
      server.answer = () => {};
      const error = await failureOf(
        connect().request({ method: 'GET', path: '/', timeoutMs: 50 }),
      );
      expect(error.failure).toBe('timeout');
    });

    it('gives up on an answer that begins but does not end', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('{');
      };
      const error = await failureOf(
        connect().request({ method: 'GET', path: '/', timeoutMs: 50 }),
      );
      expect(error.failure).toBe('timeout');
    });

    it('ends at once when the caller calls it off', async () => {
      server.answer = () => {};
      const abort = new AbortController();
      const work = connect().request({
        method: 'GET',
        path: '/',
        signal: abort.signal,
      });
      abort.abort();
      expect((await failureOf(work)).failure).toBe('aborted');
    });

    it('refuses an answer that is too large to be parsed in good time', async () => {
      server.answer = response => json(response, 200, { a: 'a'.repeat(5_000) });
      const error = await failureOf(
        get(connect({}, { maxResponseBytes: 1_000 })),
      );
      expect(error).toMatchObject({
        failure: 'truncated',
        reason: 'ResponseTooLarge',
      });
    });

    it('sends nothing any more once it is closed', async () => {
      const transport = connect();
      await transport.close();
      expect((await failureOf(get(transport))).failure).toBe('aborted');
      expect(server.requests).toHaveLength(0);
    });

    it('follows nobody elsewhere, and takes the token nowhere', async () => {
      const elsewhere = await TestServer.start(certificate);
      server.answer = response => {
        response.writeHead(307, {
          location: `https://127.0.0.1:${elsewhere.port}/api/v1/pods`,
        });
        response.end();
      };
      const error = await failureOf(get(connect()));
      expect([error.failure, error.status]).toEqual(['badRequest', 307]);
      expect(elsewhere.requests).toEqual([]);
      await elsewhere.stop();
    });

    it('never shows the token, whatever the server answers', async () => {
      const answers = [
        { message: `Bearer ${SECRET} is not accepted` },
        { message: `token=${SECRET}` },
        { message: `https://user:${SECRET}@example.com is down` },
      ];
      for (const body of answers) {
        server.answer = response => json(response, 403, body);
        const error = await failureOf(get(connect()));
        expect(JSON.stringify(error) + error.stack).not.toContain(SECRET);
      }
    });
  });

  describe.each([
    ['over HTTP/1.1', false],
    ['over HTTP/2', true],
  ])('streams %s', (_, http2) => {
    beforeEach(async () => {
      await server.stop();
      server = await TestServer.start(certificate, { http2 });
    });

    const stream = (transport: Transport, options = {}) =>
      transport.stream({ method: 'GET', path: '/log', ...options });

    it('deliver what comes and end where the server ends', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('one ');
        response.end('two');
      };
      expect(await textOf(await stream(connect()))).toBe('one two');
    });

    it('say whether their connection notices its own death', async () => {
      expect((await stream(connect())).pinged).toBe(http2);
    });

    it('are refused with the reason', async () => {
      server.answer = response =>
        json(response, 403, { reason: 'Forbidden', message: 'no' });
      expect(await failureOf(stream(connect()))).toMatchObject({
        failure: 'forbidden',
        status: 403,
        reason: 'Forbidden',
      });
    });

    it('call the server unreachable when the connection breaks before the answer', async () => {
      server.answer = () => server.sockets.forEach(it => it.destroy());
      expect((await failureOf(stream(connect()))).failure).toBe('unreachable');
    });

    it('do not trust a server whose certificate the kubeconfig does not vouch for', async () => {
      const error = await failureOf(
        stream(connect({ caData: selfSigned().cert })),
      );
      expect(error.failure).toBe('unreachable');
      expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    });

    it('deliver a long answer whole to a slow reader', async () => {
      const part = 'x'.repeat(64 * 1024);
      server.answer = response => {
        response.writeHead(200);
        for (let i = 0; i < 100; i++) {
          response.write(part);
        }
        response.end();
      };
      let length = 0;
      for await (const chunk of await stream(connect())) {
        await settled();
        length += chunk.length;
      }
      expect(length).toBe(100 * part.length);
    });

    it('do not take connections away from requests', async () => {
      const transport = connect({}, { maxConnections: 1 });
      server.answer = (response, { url }) => {
        if (url === '/log') {
          response.writeHead(200);
          response.write('.');
        } else {
          json(response, 200, {});
        }
      };
      const streams = await Promise.all([1, 2, 3].map(() => stream(transport)));
      expect(streams).toHaveLength(3);
      await get(transport);
    });

    it('throw when the connection breaks', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
        setTimeout(() => server.sockets.forEach(it => it.destroy()), 20);
      };
      const error = await failureOf(stream(connect()).then(textOf));
      expect(error.failure).toBe('truncated');
    });

    it('are cut when nothing is heard for too long', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      const error = await failureOf(
        stream(connect(), { idleTimeoutMs: 100 }).then(textOf),
      );
      expect(error.failure).toBe('timeout');
    });

    it('give up when the answer does not begin', async () => {
      server.answer = () => {};
      const error = await failureOf(stream(connect(), { timeoutMs: 50 }));
      expect(error.failure).toBe('timeout');
    });

    it('end as aborted when the caller calls them off', async () => {
      const abort = new AbortController();
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      const body = await stream(connect(), { signal: abort.signal });
      const work = failureOf(textOf(body));
      abort.abort();
      expect((await work).failure).toBe('aborted');
    });

    it('close their connection when their reader leaves', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      for await (const chunk of await stream(connect())) {
        expect(Buffer.from(chunk).toString()).toBe('one');
        break;
      }
      const socket = server.sockets[server.sockets.length - 1];
      if (!socket.destroyed) {
        await new Promise(resolve => {
          socket.once('close', resolve);
        });
      }
      expect(socket.destroyed).toBe(true);
    });

    it('read their credentials again when refused', async () => {
      server.answer = response => {
        response.writeHead(server.requests.length === 1 ? 401 : 200);
        response.end('ok');
      };
      expect(await textOf(await stream(connect()))).toBe('ok');
    });

    it('are cut when the transport is closed', async () => {
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      const transport = connect();
      const body = await stream(transport);
      const work = failureOf(textOf(body));
      await transport.close();
      expect((await work).failure).toBe('aborted');
    });

    it('are cut when the transport is closed, also those over connections that were replaced', async () => {
      const clock = new FakeClock();
      const caFile = path.join(folder, 'rotated.pem');
      await writeFile(caFile, certificate.cert);
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      const transport = connect({ caFile }, { clock });
      const work = failureOf(textOf(await stream(transport)));
      await writeFile(caFile, `${certificate.cert}${selfSigned().cert}`);
      clock.jump(11_000);
      await (await stream(transport))[Symbol.asyncIterator]().next();
      await transport.close();
      expect((await work).failure).toBe('aborted');
    });
  });

  describe('streams that ask for a sign of life', () => {
    const ping = { everyMs: 50, timeoutMs: 200 };
    let proxy: TcpProxy;

    beforeEach(async () => {
      await server.stop();
      server = await TestServer.start(certificate, { http2: true });
      server.answer = response => {
        response.writeHead(200);
        response.write('one');
      };
      proxy = await TcpProxy.start(`https://127.0.0.1:${server.port}`);
    });

    afterEach(() => proxy.stop());

    it('are cut when the other end is gone without a word, behind a proxy that is not', async () => {
      const body = await connect({ address: proxy.url }, { ping }).stream({
        method: 'GET',
        path: '/log',
      });
      const work = failureOf(textOf(body));
      proxy.stall();
      expect((await work).failure).toBe('timeout');
    });

    it('are left alone however long the other end has nothing to say', async () => {
      const body = await connect({ address: proxy.url }, { ping }).stream({
        method: 'GET',
        path: '/log',
      });
      const parts = body[Symbol.asyncIterator]();
      await parts.next();
      let ended = false;
      const next = parts.next().finally(() => {
        ended = true;
      });
      await new Promise(resolve => {
        setTimeout(resolve, 10 * ping.everyMs);
      });
      expect(ended).toBe(false);
      proxy.cut();
      await failureOf(next);
    });

    it('have a connection each, so that none stalls another', async () => {
      const transport = connect();
      await Promise.all(
        [1, 2, 3].map(() => transport.stream({ method: 'GET', path: '/log' })),
      );
      expect(server.sockets).toHaveLength(3);
    });
  });
});
