import type { ServerResponse } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { json, ReceivedRequest, selfSigned, TestServer } from './TestServer';

/** An object as it lies in the store: nothing about it is sure. */
export interface KeptObject {
  metadata: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** `/api/v1/namespaces/load/configmaps/a`, `/apis/batch/v1/namespaces/load/jobs/b/status`, … */
const PATH =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/[^/]+)?$/;

/**
 * Plays an API server as far as the portal's requests need one: what is written is kept as it came and can be read
 * again; watches tell what was there before and stay open. It judges nothing, so that whatever should have been refused
 * is seen to have come this far.
 */
export class FakeApiServer {
  /** By path. */
  readonly objects = new Map<string, KeptObject>();
  /** Answers in place of the server where it returns true. */
  instead: (response: ServerResponse, request: ReceivedRequest) => boolean =
    () => false;
  private made = 0;

  private constructor(
    private readonly server: TestServer,
    private readonly certificate: string,
  ) {
    server.answer = (response, request) => {
      if (!this.instead(response, request)) {
        this.answer(response, request);
      }
    };
  }

  static async start(): Promise<FakeApiServer> {
    const tls = selfSigned();
    return new FakeApiServer(await TestServer.start(tls), tls.cert);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Everything that was asked of it. */
  get requests(): readonly ReceivedRequest[] {
    return this.server.requests;
  }

  /** What was to be changed, as `POST /path`. */
  get writes(): readonly string[] {
    return this.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, url }) => `${method} ${url.replace(/\?.*$/, '')}`);
  }

  forget(): void {
    this.server.requests.length = 0;
    this.objects.clear();
  }

  kubeConfig(token: string): KubeConfig {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        name: 'fake',
        server: `https://127.0.0.1:${this.server.port}`,
        skipTLSVerify: false,
        caData: Buffer.from(this.certificate).toString('base64'),
      },
      { name: 'engine', token },
    );
    return config;
  }

  private answer(response: ServerResponse, request: ReceivedRequest): void {
    const url = new URL(request.url, 'http://api');
    const [path] = request.url.split('?');
    if (path === '/version') {
      json(response, 200, { gitVersion: 'v1.34.0' });
    } else if (path === '/api/v1/namespaces/kube-system') {
      json(response, 200, { metadata: { name: 'kube-system', uid: 'fake' } });
    } else if (url.searchParams.get('watch') === 'true') {
      this.watch(response, url);
    } else {
      this.serve(response, request, path);
    }
  }

  private watch(response: ServerResponse, url: URL): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (url.searchParams.get('sendInitialEvents') === 'true') {
      const end = {
        type: 'BOOKMARK',
        object: {
          metadata: {
            resourceVersion: '1',
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        },
      };
      response.write(`${JSON.stringify(end)}\n`);
    } else {
      response.flushHeaders();
    }
  }

  private serve(
    response: ServerResponse,
    { method, body }: ReceivedRequest,
    path: string,
  ): void {
    const [, namespace, , name] = PATH.exec(path) ?? [];
    const known = this.objects.get(path);
    const sent = body === '' ? undefined : (JSON.parse(body) as KeptObject);
    if (method === 'POST' && sent) {
      this.create(response, path, namespace, sent);
    } else if (method === 'GET' && name === undefined) {
      const items = [...this.objects]
        .filter(([it]) => it.startsWith(`${path}/`))
        .map(([, it]) => it);
      json(response, 200, { metadata: { resourceVersion: '1' }, items });
    } else if (!known) {
      status(response, 404, 'NotFound', `${path} not found`);
    } else if (method === 'PATCH' && sent) {
      const changed = { ...known, ...sent, metadata: known.metadata };
      this.objects.set(path, changed);
      json(response, 200, changed);
    } else if (method === 'DELETE') {
      this.objects.delete(path);
      json(response, 200, { kind: 'Status', status: 'Success' });
    } else {
      json(response, 200, known);
    }
  }

  private create(
    response: ServerResponse,
    path: string,
    namespace: string | undefined,
    sent: KeptObject,
  ): void {
    const place = `${path}/${sent.metadata.name}`;
    if (this.objects.has(place)) {
      status(response, 409, 'AlreadyExists', `${place} already exists`);
      return;
    }
    this.made += 1;
    const made: KeptObject = {
      ...sent,
      metadata: {
        ...sent.metadata,
        namespace,
        uid: `00000000-0000-4000-8000-${String(this.made).padStart(12, '0')}`,
        resourceVersion: String(this.made),
        generation: 1,
        creationTimestamp: '2026-01-31T10:20:30Z',
      },
    };
    this.objects.set(place, made);
    json(response, 201, made);
  }
}

/** A refusal as API servers give them. */
export function status(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  more: object = {},
): void {
  json(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message,
    reason,
    code,
    ...more,
  });
}
