import { isFailure, KubeApiError, RequestIntent } from '../KubeApiError';
import {
  apiVersionOf,
  KubeObject,
  ObjectRef,
  ResourceType,
} from '../KubeObject';
import { PODS } from '../ResourceTypes';
import { ByteStream, KubeRequest, Transport } from '../transport/Transport';
import { ListOptions, ListPage, listPages } from './listPages';
import { collectionPath, objectPath } from './resourcePath';
import { WatchEvent } from './WatchEvent';
import { watchEvents, WatchOptions } from './watchEvents';
import {
  ApplyOptions,
  DeleteOptions,
  MergePatchOptions,
  WriteOptions,
} from './WriteOptions';

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

/** Something that somebody may do or not, as Kubernetes' authorisation has it. */
export interface AccessAttributes {
  readonly verb: string;
  readonly group: string;
  /** Default: any. */
  readonly version?: string;
  /** The plural. */
  readonly resource: string;
  readonly subresource?: string;
  /** Undefined: in all namespaces, or the resource has none. */
  readonly namespace?: string;
  /** Undefined: of any name. */
  readonly name?: string;
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

  /** Lists page by page; see {@link listPages}. */
  listPages<T extends KubeObject>(
    type: ResourceType,
    options: ListOptions = {},
  ): AsyncGenerator<ListPage<T>> {
    const { namespace, signal } = options;
    return listPages<T>(
      (query, onSize) =>
        this.send(
          type,
          'list',
          { namespace },
          {
            method: 'GET',
            path: collectionPath(type, namespace),
            query,
            onSize,
            signal,
          },
        ),
      options,
    );
  }

  /** Watches until the server ends it; see {@link watchEvents}. */
  watch<T extends KubeObject>(
    type: ResourceType,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<T>> {
    const { namespace, idleTimeoutMs, signal } = options;
    const intent = intentOf(type, 'watch', { namespace });
    return watchEvents<T>(
      query =>
        this.transport.stream({
          method: 'GET',
          path: collectionPath(type, namespace),
          query,
          headers: this.headers(),
          idleTimeoutMs,
          signal,
          intent,
        }),
      intent,
      options,
    );
  }

  /** The bytes of a container's log. While the container is still being created the server answers `badRequest`. */
  podLog(
    ref: { readonly namespace: string; readonly name: string },
    options: PodLogOptions = {},
  ): Promise<ByteStream> {
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
  canI(
    verb: string,
    type: ResourceType,
    namespace?: string,
    subresource?: string,
  ): Promise<boolean> {
    const { group, version, plural: resource } = type;
    return this.mayAccess({
      verb,
      group,
      version,
      resource,
      subresource,
      namespace,
    });
  }

  /** As {@link KubeClient.canI}, of whatever can be asked for. Everybody who is signed in may ask that of themselves. */
  async mayAccess(
    resourceAttributes: AccessAttributes,
    options: Pick<KubeRequest, 'signal' | 'onServerTime'> = {},
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
        spec: { resourceAttributes },
      },
      intent: { verb: 'create', resource: 'selfsubjectaccessreviews' },
      ...options,
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
