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

/** Asks whether its sender may do something, and keeps nothing. */
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** `/api/v1/namespaces/load/configmaps/a`, `/apis/batch/v1/namespaces/load/jobs/b/status`, … */
const PATH =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;

/**
 * Plays an API server as far as the portal and the engine need one: what is written is kept as it came, can be read
 * again and is told to watches. It judges nothing, so that whatever should have been refused is seen to have come this
 * far; and it does nothing by itself, so that there are no pods.
 */
export class FakeApiServer {
  /** By path. */
  readonly objects = new Map<string, KeptObject>();
  /** Answers in place of the server where it returns true. */
  instead: (response: ServerResponse, request: ReceivedRequest) => boolean =
    () => false;
  private readonly watches = new Set<{
    readonly selects: (path: string) => boolean;
    readonly response: ServerResponse;
  }>();
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

  /** Has an object there, as if somebody had made it. */
  put(path: string, object: KeptObject): void {
    const known = this.objects.get(path);
    this.objects.set(path, object);
    this.tell(known ? 'MODIFIED' : 'ADDED', path, object);
  }

  private get version(): string {
    return String(this.made + 1);
  }

  /** Everything that was asked, and every object. */
  forget(): void {
    this.server.requests.length = 0;
    for (const [path, object] of this.objects) {
      this.objects.delete(path);
      this.tell('DELETED', path, object);
    }
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
    } else if (path === REVIEWS) {
      json(response, 201, { status: { allowed: true } });
    } else if (url.searchParams.get('watch') === 'true') {
      this.watch(response, url, path);
    } else {
      this.serve(response, request, path);
    }
  }

  private watch(response: ServerResponse, url: URL, path: string): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    const watch = { selects: selects(path), response };
    this.watches.add(watch);
    response.on('close', () => this.watches.delete(watch));
    if (url.searchParams.get('sendInitialEvents') === 'true') {
      for (const [place, object] of this.objects) {
        if (watch.selects(place)) {
          response.write(eventOf('ADDED', object));
        }
      }
      const end = {
        type: 'BOOKMARK',
        object: {
          metadata: {
            resourceVersion: this.version,
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        },
      };
      response.write(`${JSON.stringify(end)}\n`);
    } else {
      response.flushHeaders();
    }
  }

  private tell(type: string, path: string, object: KeptObject): void {
    for (const watch of this.watches) {
      if (watch.selects(path)) {
        watch.response.write(eventOf(type, object));
      }
    }
  }

  private serve(
    response: ServerResponse,
    { method, body }: ReceivedRequest,
    path: string,
  ): void {
    const [, namespace, , name, subresource] = PATH.exec(path) ?? [];
    const place = subresource ? path.slice(0, -subresource.length - 1) : path;
    const known = this.objects.get(place);
    const sent = body === '' ? undefined : (JSON.parse(body) as KeptObject);
    if (method === 'POST' && sent) {
      this.create(response, path, namespace, sent);
    } else if (method === 'GET' && name === undefined) {
      const isListed = selects(path);
      const items = [...this.objects]
        .filter(([it]) => isListed(it))
        .map(([, it]) => it);
      json(response, 200, {
        metadata: { resourceVersion: this.version },
        items,
      });
    } else if (!known) {
      status(response, 404, 'NotFound', `${path} not found`);
    } else if (method === 'PATCH' && sent) {
      this.made += 1;
      this.put(
        place,
        merged(known, {
          ...sent,
          metadata: { ...sent.metadata, resourceVersion: this.version },
        }) as KeptObject,
      );
      json(response, 200, this.objects.get(place));
    } else if (method === 'DELETE') {
      this.objects.delete(place);
      this.tell('DELETED', place, known);
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
        resourceVersion: this.version,
        generation: 1,
        creationTimestamp: '2026-01-31T10:20:30Z',
      },
    };
    this.put(place, made);
    json(response, 201, made);
  }
}

/** RFC 7386. */
function merged(known: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result = { ...(known as Record<string, unknown>) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = merged(result[key], value);
    }
  }
  return result;
}

/** `/apis/batch/v1/jobs` is of all namespaces, `/apis/batch/v1/namespaces/load/jobs` of one. */
function selects(collection: string): (path: string) => boolean {
  const [, group, plural] = /^(.*)\/([^/]+)$/.exec(collection) ?? [];
  return path =>
    path.startsWith(`${collection}/`) ||
    (path.startsWith(`${group}/namespaces/`) &&
      path.slice(group.length).split('/')[3] === plural);
}

function eventOf(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
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
