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

/** What is answered: the code of HTTP, and JSON. */
export interface FakeAnswer {
  readonly code: number;
  readonly body: unknown;
}

/** Asks whether its sender may do something, and keeps nothing. */
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** `/api/v1/namespaces/load/configmaps/a`, `/apis/batch/v1/namespaces/load/jobs/b/status`, … */
const PATH =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;

interface FakeEvent {
  readonly type: string;
  readonly path: string;
  readonly object: KeptObject;
}

interface FakeWatch {
  readonly selects: (path: string) => boolean;
  /** Told an event as a watch has it: a line of JSON. */
  readonly tell: (line: string) => void;
}

/**
 * A cluster as far as the portal and the engine need one: what is written is kept as it came, can be read again and is
 * told to watches. It judges nothing, so that whatever should have been refused is seen to have come this far; and it
 * does nothing by itself, so that there are no pods.
 */
export class FakeCluster {
  /** By path. */
  readonly objects = new Map<string, KeptObject>();
  private readonly watches = new Set<FakeWatch>();
  /** All that has happened. */
  private readonly events: FakeEvent[] = [];
  private made = 0;

  constructor(readonly uid = 'fake') {}

  /** Has an object there, as if somebody had made it. */
  put(path: string, object: KeptObject): void {
    const known = this.objects.get(path);
    this.objects.set(path, object);
    this.tell(known ? 'MODIFIED' : 'ADDED', path, object);
  }

  /** As the API server makes it: with a UID and a version. */
  make(collection: string, sent: KeptObject): KeptObject {
    const [, namespace] = PATH.exec(collection) ?? [];
    this.made += 1;
    const object: KeptObject = {
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
    this.put(`${collection}/${sent.metadata.name}`, object);
    return object;
  }

  remove(path: string): void {
    const known = this.objects.get(path);
    this.objects.delete(path);
    if (known) {
      this.made += 1;
      this.tell('DELETED', path, {
        ...known,
        metadata: { ...known.metadata, resourceVersion: this.version },
      });
    }
  }

  answer(method: string, path: string, sent: unknown): FakeAnswer {
    if (path === '/version') {
      return { code: 200, body: { gitVersion: 'v1.34.0' } };
    }
    if (path === '/api/v1/namespaces/kube-system') {
      return {
        code: 200,
        body: { metadata: { name: 'kube-system', uid: this.uid } },
      };
    }
    if (path === REVIEWS) {
      return { code: 201, body: { status: { allowed: true } } };
    }
    const [, , , name, subresource] = PATH.exec(path) ?? [];
    if (method === 'POST') {
      return this.create(path, sent as KeptObject);
    }
    if (method === 'GET' && name === undefined) {
      return this.list(path);
    }
    const place = subresource ? path.slice(0, -subresource.length - 1) : path;
    const known = this.objects.get(place);
    if (!known) {
      return refusal(404, 'NotFound', `${path} not found`);
    }
    if (method === 'PATCH') {
      const { metadata, ...patch } = sent as Partial<KeptObject>;
      this.made += 1;
      this.put(
        place,
        merged(known, {
          ...patch,
          metadata: { ...metadata, resourceVersion: this.version },
        }) as KeptObject,
      );
    } else if (method === 'DELETE') {
      this.remove(place);
    }
    return { code: 200, body: this.objects.get(place) ?? known };
  }

  /**
   * Tells what happens in a collection.
   *
   * @param from - a version: what has happened since comes first. `all`, a streaming list: what is there comes first, and
   * a bookmark after it
   * @returns what ends it
   */
  watch(
    path: string,
    from: 'all' | number,
    tell: (line: string) => void,
  ): () => void {
    const watch = { selects: selects(path), tell };
    this.watches.add(watch);
    if (from !== 'all') {
      for (const event of this.events) {
        if (
          watch.selects(event.path) &&
          Number(event.object.metadata.resourceVersion) > from
        ) {
          tell(eventOf(event.type, event.object));
        }
      }
    } else {
      for (const [place, object] of this.objects) {
        if (watch.selects(place)) {
          tell(eventOf('ADDED', object));
        }
      }
      tell(
        eventOf('BOOKMARK', {
          metadata: {
            resourceVersion: this.version,
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        }),
      );
    }
    return () => this.watches.delete(watch);
  }

  private get version(): string {
    return String(this.made + 1);
  }

  private create(path: string, sent: KeptObject): FakeAnswer {
    const place = `${path}/${sent.metadata.name}`;
    return this.objects.has(place)
      ? refusal(409, 'AlreadyExists', `${place} already exists`)
      : { code: 201, body: this.make(path, sent) };
  }

  private list(path: string): FakeAnswer {
    const isListed = selects(path);
    return {
      code: 200,
      body: {
        metadata: { resourceVersion: this.version },
        items: [...this.objects]
          .filter(([it]) => isListed(it))
          .map(([, it]) => it),
      },
    };
  }

  private tell(type: string, path: string, object: KeptObject): void {
    this.events.push({ type, path, object });
    for (const watch of this.watches) {
      if (watch.selects(path)) {
        watch.tell(eventOf(type, object));
      }
    }
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

/** As API servers refuse. */
export function refusal(
  code: number,
  reason: string,
  message: string,
  more: object = {},
): FakeAnswer {
  return {
    code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message,
      reason,
      code,
      ...more,
    },
  };
}
