import { createHash } from 'node:crypto';

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'log'
  | 'create'
  | 'patch'
  | 'delete'
  | 'other';

/** A request of the engine as the proxy understands it. */
export interface Exchange {
  /** Counts through a plan, over all replicas. */
  readonly sequence: number;
  /** Of the replica, from 0. */
  readonly replica: number;
  readonly verb: Verb;
  /** With the subresource: `locusts/status`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly query: URLSearchParams;
  readonly token?: string;
  readonly body?: unknown;
  /** The same in every run of a workload: `create jobs/job-demo`. */
  readonly signature: string;
}

const WRITES: ReadonlySet<Verb> = new Set(['create', 'patch', 'delete']);

export function isWrite(exchange: Pick<Exchange, 'verb'>): boolean {
  return WRITES.has(exchange.verb);
}

/** What is part of leading or telling and not of running tests: no end state hangs on it. */
export function isAside({ resource }: Pick<Exchange, 'resource'>): boolean {
  return resource === 'leases' || resource === 'events';
}

/** Reads method, path and body. */
export function readExchange(
  raw: {
    readonly method: string;
    readonly url: string;
    readonly authorization?: string;
    readonly body: unknown;
  },
  place: { readonly sequence: number; readonly replica: number },
): Exchange {
  const url = new URL(raw.url, 'https://server');
  const parts = url.pathname.split('/').filter(it => it !== '');
  // api/v1/… or apis/GROUP/VERSION/…
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const namespaced = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = namespaced ? rest[1] : undefined;
  const [plural = url.pathname, pathName, subresource] = namespaced
    ? rest.slice(2)
    : rest;
  const resource = subresource ? `${plural}/${subresource}` : plural;
  const verb = verbOf(
    raw.method,
    url,
    pathName,
    subresource,
    /^selfsubject\w+reviews$/.test(plural),
  );
  const name = pathName ?? nameIn(raw.body);
  return {
    ...place,
    verb,
    resource,
    namespace,
    name,
    query: url.searchParams,
    token: raw.authorization?.replace(/^Bearer /, ''),
    body: raw.body,
    signature: `${verb} ${resource}${
      name
        ? `/${
            plural === 'namespaces' ? stableNamespace(name) : stableName(name)
          }`
        : ''
    }`,
  };
}

function verbOf(
  method: string,
  url: URL,
  name: string | undefined,
  subresource: string | undefined,
  isReview: boolean,
): Verb {
  switch (method) {
    case 'GET':
      if (url.searchParams.get('watch') === 'true') {
        return 'watch';
      }
      if (subresource === 'log') {
        return 'log';
      }
      return name === undefined ? 'list' : 'get';
    case 'POST':
      // Whether something is allowed is asked with a POST, and leaves nothing.
      return isReview ? 'other' : 'create';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return 'other';
  }
}

function nameIn(body: unknown): string | undefined {
  const { metadata } = Object(body) as {
    readonly metadata?: { readonly name?: string };
  };
  return metadata?.name;
}

/** Every plan has a namespace of its own. */
function stableNamespace(name: string): string {
  return name === 'kube-system' ? name : '*';
}

/**
 * A name without what differs from one run to the next: the suffix of a pod's, the digest of an Event's, of the
 * reporter's ConfigMap and of an inline locustfile's.
 */
export function stableName(name: string): string {
  return name
    .replace(/^((?:job|cronjob|replicaset)-.+)-[a-z0-9]{5}$/, (whole, stem) =>
      /^cronjob-.+-\d$/.test(whole) ? whole : `${stem}-*`,
    )
    .replace(/\.[0-9a-f]{12,16}$/, '.*')
    .replace(/^locust-reporter-[0-9a-f]+$/, 'locust-reporter-*')
    .replace(/^(locustfile-.+)-[0-9a-f]{8}$/, '$1-*');
}

/** For the names of plans: short, and the same for the same text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
