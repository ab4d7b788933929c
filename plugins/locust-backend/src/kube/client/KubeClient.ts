import {
  errorMessage,
  isFailure,
  KubeApiError,
  RequestIntent,
} from '../KubeApiError';
import {
  apiVersionOf,
  KubeObject,
  ObjectRef,
  ResourceType,
} from '../KubeObject';
import { PODS } from '../ResourceTypes';
import { LineTooLongError, readLines } from './readLines';
import { KubeRequest, Transport } from '../transport/Transport';
import { decodeWatchEvent, WatchEvent } from './WatchEvent';

export interface KubeClientOptions {
  /** Owner of the fields we set, in `managedFields` and for server-side apply. */
  readonly fieldManager?: string;
  readonly userAgent?: string;
  /**
   * Asked right before every write; false makes it fail as `aborted` without being sent. For leaders: a process that
   * was stopped past its lease wakes in the middle of a reconcile, before any timer could tell it that it was deposed.
   */
  readonly mayWrite?: () => boolean;
}

/** Which objects of a resource. No namespace means all of them. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListOptions extends Selection {
  /** Objects per page, at most. Default 500. Fewer are asked for where they are large. */
  readonly limit?: number;
  /** Not given: the newest state there is (a quorum read). */
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

export interface WatchOptions extends Selection {
  /** Events after this version; not given, the present objects come first as ADDED. */
  readonly resourceVersion?: string;
  /** The server ends the watch after so long. */
  readonly timeoutSeconds?: number;
  /** Default true. */
  readonly allowBookmarks?: boolean;
  /** A streaming list (KEP-3157): the present objects, a bookmark with `initialEventsEnd`, then the changes. */
  readonly sendInitialEvents?: boolean;
  /** Cut as `timeout` when no byte came for so long. */
  readonly idleTimeoutMs?: number;
  /** Told once the server has accepted the watch. */
  readonly onOpen?: () => void;
  readonly signal?: AbortSignal;
}

export interface ListPage<T> {
  readonly items: readonly T[];
  /** Of the list as a whole, the same on every page: where a watch goes on. */
  readonly resourceVersion: string;
}

export interface WriteOptions {
  readonly signal?: AbortSignal;
}

export interface MergePatchOptions extends WriteOptions {
  readonly subresource?: 'status';
  /** Refused as `conflict` if the object has another version by now. */
  readonly resourceVersion?: string;
  /** Refused as `conflict` if the name now belongs to another object. */
  readonly uid?: string;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields over from other managers instead of failing as `conflict`. */
  readonly force?: boolean;
  readonly subresource?: 'status';
}

export interface DeleteOptions extends WriteOptions {
  /** Never left to the server: its default differs between resources. */
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  /** Refused as `conflict` if the name now belongs to another object. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
}

export interface PodLogOptions {
  readonly container?: string;
  /** Stay until the container ends. */
  readonly follow?: boolean;
  /** RFC 3339; whole seconds count, so lines of that second come again. */
  readonly sinceTime?: string;
  /** Every line begins with its time (RFC 3339, nanoseconds) and a space. */
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  /** Of the container's previous instance. */
  readonly previous?: boolean;
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_PAGE = 500;

/** Parsing a page of this size stays well below 50 ms. */
const COMFORTABLE_PAGE_BYTES = 2 * 1024 * 1024;

/**
 * The verbs of Kubernetes for any resource. Objects come back as the server sent them, unknown fields included; the
 * type parameter is the caller's claim. There is no update verb: writing a whole object back loses what others (or a
 * newer API) have put there. Every failure is a {@link KubeApiError}.
 */
export class KubeClient {
  constructor(
    private readonly transport: Transport,
    private readonly options: KubeClientOptions = {},
  ) {}

  /** Address of the API server. */
  get server(): string {
    return this.transport.server;
  }

  get<T extends KubeObject>(
    type: ResourceType,
    ref: ObjectRef,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<T> {
    return this.send(type, 'get', ref, { method: 'GET', ...options });
  }

  /** `object` is a manifest; `metadata.namespace` says where to. */
  create<T extends KubeObject>(
    type: ResourceType,
    object: unknown,
    options: WriteOptions = {},
  ): Promise<T> {
    const manifest = withType(type, object);
    const { namespace, name } = manifest.metadata;
    return this.send(
      type,
      'create',
      { namespace, name },
      {
        method: 'POST',
        path: collectionPath(type, namespace),
        query: { fieldManager: this.options.fieldManager },
        body: manifest,
        ...options,
      },
    );
  }

  /** A JSON merge patch: null removes a field, an array replaces the whole array. */
  async mergePatch<T extends KubeObject>(
    type: ResourceType,
    ref: ObjectRef,
    patch: unknown,
    options: MergePatchOptions = {},
  ): Promise<T> {
    const { resourceVersion, uid, subresource, signal } = options;
    const body = patch as { readonly metadata?: object };
    try {
      return await this.send(
        type,
        'patch',
        ref,
        {
          method: 'PATCH',
          query: { fieldManager: this.options.fieldManager },
          contentType: 'application/merge-patch+json',
          body:
            resourceVersion || uid
              ? {
                  ...body,
                  metadata: { ...body.metadata, resourceVersion, uid },
                }
              : body,
          signal,
        },
        subresource,
      );
    } catch (error) {
      // The API server reads a patch with another UID as an attempt to change an immutable field.
      if (
        uid &&
        isFailure(error, 'invalid') &&
        error.details.causes.some(cause => cause.field === 'metadata.uid')
      ) {
        throw new KubeApiError({
          failure: 'conflict',
          intent: intentOf(type, 'patch', ref, subresource),
          status: error.status,
          reason: error.reason,
          explanation: 'the name belongs to another object now',
          causes: error.details.causes,
        });
      }
      throw error;
    }
  }

  /** Server-side apply of the fields in the manifest; needs a field manager. */
  apply<T extends KubeObject>(
    type: ResourceType,
    manifest: unknown,
    options: ApplyOptions = {},
  ): Promise<T> {
    const { force, subresource, signal } = options;
    const body = withType(type, manifest);
    const { namespace, name } = body.metadata;
    return this.send(
      type,
      'patch',
      { namespace, name },
      {
        method: 'PATCH',
        query: { fieldManager: this.options.fieldManager, force },
        contentType: 'application/apply-patch+yaml',
        body,
        signal,
      },
      subresource,
    );
  }

  /** Resolves when the server has accepted the deletion; finalizers may keep the object for a while. */
  async delete(
    type: ResourceType,
    ref: ObjectRef,
    options: DeleteOptions,
  ): Promise<void> {
    const { propagationPolicy, uid, resourceVersion, gracePeriodSeconds } =
      options;
    await this.send(type, 'delete', ref, {
      method: 'DELETE',
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy,
        gracePeriodSeconds,
        ...((uid || resourceVersion) && {
          preconditions: { uid, resourceVersion },
        }),
      },
      signal: options.signal,
    });
  }

  /**
   * Lists page by page. Throws `gone` if the list takes so long that its version is compacted: start again. Pages
   * become smaller where objects are large, so that no page holds the event loop for long.
   */
  async *listPages<T extends KubeObject>(
    type: ResourceType,
    options: ListOptions = {},
  ): AsyncGenerator<ListPage<T>> {
    const { namespace, labelSelector, fieldSelector, signal } = options;
    let limit = options.limit ?? DEFAULT_PAGE;
    let token: string | undefined;
    do {
      let bytes = 0;
      let page: {
        readonly items?: readonly T[] | null;
        readonly metadata?: {
          readonly resourceVersion?: string;
          readonly continue?: string;
        };
      };
      try {
        page = await this.send(
          type,
          'list',
          { namespace },
          {
            method: 'GET',
            path: collectionPath(type, namespace),
            query: {
              labelSelector,
              fieldSelector,
              limit,
              continue: token,
              // A continue token brings its own version; giving both is refused.
              resourceVersion: token ? undefined : options.resourceVersion,
            },
            onSize: size => {
              bytes = size;
            },
            signal,
          },
        );
      } catch (error) {
        if (
          isFailure(error, 'truncated') &&
          error.reason === 'ResponseTooLarge' &&
          limit > 1
        ) {
          limit = Math.ceil(limit / 8);
          continue;
        }
        throw error;
      }
      token = page.metadata?.continue || undefined;
      yield {
        items: page.items ?? [],
        resourceVersion: page.metadata?.resourceVersion ?? '',
      };
      if (bytes > COMFORTABLE_PAGE_BYTES) {
        limit = Math.max(
          1,
          Math.floor((limit * COMFORTABLE_PAGE_BYTES) / bytes),
        );
      }
    } while (token !== undefined);
  }

  /**
   * Watches until the server ends it, which it does regularly and without an error: go on from the last version.
   * Throws `gone` if events after the version asked for are no longer kept: list afresh.
   */
  async *watch<T extends KubeObject>(
    type: ResourceType,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<T>> {
    const { namespace, labelSelector, fieldSelector } = options;
    const intent = intentOf(type, 'watch', { namespace });
    const stream = await this.transport.stream({
      method: 'GET',
      path: collectionPath(type, namespace),
      query: {
        watch: true,
        allowWatchBookmarks: options.allowBookmarks ?? true,
        labelSelector,
        fieldSelector,
        resourceVersion: options.resourceVersion,
        timeoutSeconds: options.timeoutSeconds,
        ...(options.sendInitialEvents && {
          sendInitialEvents: true,
          resourceVersionMatch: 'NotOlderThan',
        }),
      },
      headers: this.headers(),
      idleTimeoutMs: options.idleTimeoutMs,
      signal: options.signal,
      intent,
    });
    options.onOpen?.();
    try {
      for await (const line of readLines(stream)) {
        if (line !== '') {
          yield decodeWatchEvent<T>(line, intent);
        }
      }
    } catch (error) {
      if (error instanceof LineTooLongError) {
        throw new KubeApiError({
          failure: 'truncated',
          intent,
          explanation: errorMessage(error),
        });
      }
      throw error;
    }
  }

  /** The bytes of a container's log. While the container is still being created the server answers `badRequest`. */
  podLog(
    ref: { readonly namespace: string; readonly name: string },
    options: PodLogOptions = {},
  ): Promise<AsyncIterable<Uint8Array>> {
    const { signal, ...query } = options;
    return this.transport.stream({
      method: 'GET',
      path: `${objectPath(PODS, ref)}/log`,
      query,
      headers: this.headers(),
      // A silent container's answer begins with its first line.
      timeoutMs: options.follow ? 0 : undefined,
      signal,
      intent: { verb: 'get', resource: 'pods/log', ...ref },
    });
  }

  /** Whether our own user may, by the server's word (SelfSubjectAccessReview). */
  async canI(
    verb: string,
    type: ResourceType,
    namespace?: string,
    subresource?: string,
  ): Promise<boolean> {
    const review = await this.transport.request<{
      readonly status?: { readonly allowed?: boolean };
    }>({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      headers: this.headers(),
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: {
            verb,
            group: type.group,
            version: type.version,
            resource: type.plural,
            subresource,
            namespace,
          },
        },
      },
      intent: { verb: 'create', resource: 'selfsubjectaccessreviews' },
    });
    return review.status?.allowed === true;
  }

  private async send<T>(
    type: ResourceType,
    verb: string,
    ref: { readonly namespace?: string; readonly name?: string },
    request: Omit<KubeRequest, 'path'> & { readonly path?: string },
    subresource?: string,
  ): Promise<T> {
    const intent = intentOf(type, verb, ref, subresource);
    if (request.method !== 'GET' && this.options.mayWrite?.() === false) {
      throw new KubeApiError({
        failure: 'aborted',
        intent,
        reason: 'NotLeading',
        explanation: 'this replica does not lead the cluster (any more)',
      });
    }
    const path =
      request.path ??
      objectPath(type, { namespace: ref.namespace, name: ref.name ?? '' });
    return this.transport.request<T>({
      ...request,
      path: subresource ? `${path}/${subresource}` : path,
      headers: this.headers(),
      intent,
    });
  }

  private headers(): Readonly<Record<string, string>> | undefined {
    const { userAgent } = this.options;
    return userAgent ? { 'user-agent': userAgent } : undefined;
  }
}

function collectionPath(type: ResourceType, namespace?: string): string {
  const root = type.group
    ? `/apis/${type.group}/${type.version}`
    : `/api/${type.version}`;
  return type.namespaced && namespace
    ? `${root}/namespaces/${encodeURIComponent(namespace)}/${type.plural}`
    : `${root}/${type.plural}`;
}

function objectPath(type: ResourceType, ref: ObjectRef): string {
  if (!ref.name || (type.namespaced && !ref.namespace)) {
    // Without this an empty name would turn a delete into the deletion of the whole collection.
    throw new TypeError(
      `${type.kind} needs a name${type.namespaced ? ' and a namespace' : ''}`,
    );
  }
  return `${collectionPath(type, ref.namespace)}/${encodeURIComponent(
    ref.name,
  )}`;
}

function intentOf(
  type: ResourceType,
  verb: string,
  ref: { readonly namespace?: string; readonly name?: string },
  subresource?: string,
): RequestIntent {
  return {
    verb,
    resource: subresource ? `${type.plural}/${subresource}` : type.plural,
    namespace: ref.namespace,
    name: ref.name,
  };
}

interface Manifest {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}

function withType(type: ResourceType, object: unknown): Manifest {
  const manifest = object as Manifest;
  if (type.namespaced && !manifest.metadata?.namespace) {
    throw new TypeError(`${type.kind} needs a namespace`);
  }
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    ...manifest,
  } as Manifest;
}
