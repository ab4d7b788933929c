import { Agent, type Dispatcher, request as send } from 'undici';
import { type KubeJson, type ResourceName, RESOURCES } from './KubeJson';

/** What the API server refused. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    what: string,
    readonly explanation: string,
  ) {
    super(`${what} was answered with ${status}: ${explanation}`);
    this.name = 'ApiRefusal';
  }
}

export interface ApiAccess {
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  readonly token: string;
  readonly certificateAuthority: string;
}

export interface WatchedChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeJson;
}

/**
 * The driver's own way to the API server, as another user than the engine. On purpose it shares nothing with the
 * engine's client: what is tested must not also be the judge.
 */
export class ApiClient {
  private readonly agent: Agent;

  constructor(private readonly access: ApiAccess) {
    this.agent = new Agent({
      connect: { ca: access.certificateAuthority },
      bodyTimeout: 0,
      headersTimeout: 30_000,
    });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  /** @throws ApiRefusal for every answer that is no success */
  async request<T>(
    method: Dispatcher.HttpMethod,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<T> {
    const answer = await this.send(method, path, body, contentType);
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new ApiRefusal(answer.statusCode, `${method} ${path}`, text);
    }
    return JSON.parse(text) as T;
  }

  /** Undefined where there is none. */
  async get(
    resource: ResourceName,
    namespace: string,
    name: string,
  ): Promise<KubeJson | undefined> {
    return this.unlessGone(() =>
      this.request<KubeJson>('GET', pathOf(resource, namespace, name)),
    );
  }

  async list(
    resource: ResourceName,
    namespace?: string,
    query = '',
  ): Promise<{
    readonly items: readonly KubeJson[];
    readonly resourceVersion: string;
  }> {
    const list = await this.request<{
      readonly items: readonly KubeJson[];
      readonly metadata: { readonly resourceVersion: string };
    }>('GET', `${pathOf(resource, namespace)}${query}`);
    return {
      items: list.items,
      resourceVersion: list.metadata.resourceVersion,
    };
  }

  create(
    resource: ResourceName,
    namespace: string,
    manifest: unknown,
  ): Promise<KubeJson> {
    return this.request('POST', pathOf(resource, namespace), manifest);
  }

  /** A merge patch. Undefined where the object is gone. */
  patch(
    resource: ResourceName,
    namespace: string,
    name: string,
    patch: unknown,
    subresource?: 'status',
  ): Promise<KubeJson | undefined> {
    const path = pathOf(resource, namespace, name);
    return this.unlessGone(() =>
      this.request<KubeJson>(
        'PATCH',
        subresource ? `${path}/${subresource}` : path,
        patch,
        'application/merge-patch+json',
      ),
    );
  }

  /** Does nothing where there is none. */
  async delete(
    resource: ResourceName,
    namespace: string,
    name: string,
    options: {
      readonly gracePeriodSeconds?: number;
      readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
    } = {},
  ): Promise<void> {
    await this.unlessGone(() =>
      this.request('DELETE', pathOf(resource, namespace, name), {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
        ...options,
      }),
    );
  }

  /** Tells every change until the server ends the watch or the signal aborts it. */
  async watch(
    resource: ResourceName,
    resourceVersion: string,
    onChange: (change: WatchedChange) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await this.send(
      'GET',
      `${pathOf(
        resource,
      )}?watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`,
      undefined,
      undefined,
      signal,
    );
    if (answer.statusCode !== 200) {
      throw new ApiRefusal(
        answer.statusCode,
        `watching ${resource}`,
        await answer.body.text(),
      );
    }
    let rest = '';
    for await (const chunk of answer.body.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines.filter(it => it !== '')) {
        onChange(JSON.parse(line) as WatchedChange);
      }
    }
  }

  private send(
    method: Dispatcher.HttpMethod,
    path: string,
    body: unknown,
    contentType: string | undefined,
    signal?: AbortSignal,
  ) {
    return send(`${this.access.server}${path}`, {
      method,
      dispatcher: this.agent,
      signal,
      headers: {
        authorization: `Bearer ${this.access.token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': contentType }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  private async unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }
}

/** The path of a collection or of one object. */
export function pathOf(
  resource: ResourceName,
  namespace?: string,
  name?: string,
): string {
  const { root, plural } = RESOURCES[resource];
  const collection = namespace
    ? `${root}/namespaces/${namespace}/${plural}`
    : `${root}/${plural}`;
  return name === undefined ? collection : `${collection}/${name}`;
}
