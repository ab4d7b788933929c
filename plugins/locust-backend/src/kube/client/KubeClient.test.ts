import { KubeApiError } from '../KubeApiError';
import { KubeClient, KubeClientOptions } from './KubeClient';
import { JOBS, NAMESPACES, PODS } from '../ResourceTypes';
import { KubeRequest, Transport } from '../transport/Transport';

type Answer = unknown | Error;

/** Takes down what is asked for and answers in turn; what an error, is thrown. */
class FakeTransport implements Transport {
  readonly server = 'https://test';
  readonly requests: KubeRequest[] = [];
  readonly answers: Answer[] = [];
  chunks: readonly string[] = [];

  async request<T>(request: KubeRequest): Promise<T> {
    this.requests.push(request);
    const answer = this.answers.shift() ?? {};
    if (answer instanceof Error) {
      throw answer;
    }
    request.onSize?.((answer as { bytes?: number }).bytes ?? 0);
    return answer as T;
  }

  async stream(request: KubeRequest): Promise<AsyncIterable<Uint8Array>> {
    this.requests.push(request);
    const { chunks } = this;
    return (async function* play() {
      for (const chunk of chunks) {
        yield Buffer.from(chunk);
      }
    })();
  }

  async close(): Promise<void> {}
}

function setUp(options?: KubeClientOptions) {
  const transport = new FakeTransport();
  const client = new KubeClient(transport, {
    fieldManager: 'engine',
    ...options,
  });
  const last = () => transport.requests[transport.requests.length - 1];
  return { transport, client, last };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

const ref = { namespace: 'ns', name: 'a' };

describe('KubeClient', () => {
  it('finds resources of the core group, of other groups and of no namespace', async () => {
    const { client, transport } = setUp();
    await client.get(PODS, ref);
    await client.get(JOBS, ref);
    await client.get(NAMESPACES, { name: 'ns' });
    expect(transport.requests.map(it => it.path)).toEqual([
      '/api/v1/namespaces/ns/pods/a',
      '/apis/batch/v1/namespaces/ns/jobs/a',
      '/api/v1/namespaces/ns',
    ]);
  });

  it('does not let a name reach beyond its place in the path', async () => {
    const { client, last } = setUp();
    await client.get(PODS, { namespace: 'ns', name: '../secrets?a=b' });
    expect(last().path).toBe('/api/v1/namespaces/ns/pods/..%2Fsecrets%3Fa%3Db');
  });

  it('refuses to delete without a name, which would delete everything', async () => {
    const { client, transport } = setUp();
    const options = { propagationPolicy: 'Background' } as const;
    await expect(
      client.delete(PODS, { namespace: 'ns', name: '' }, options),
    ).rejects.toThrow('needs a name');
    await expect(client.delete(PODS, { name: 'a' }, options)).rejects.toThrow(
      'needs a name and a namespace',
    );
    expect(transport.requests).toHaveLength(0);
  });

  it('creates in the namespace of the manifest and fills in its type', async () => {
    const { client, last } = setUp();
    await client.create(JOBS, { metadata: ref, spec: {} });
    expect(last()).toMatchObject({
      method: 'POST',
      path: '/apis/batch/v1/namespaces/ns/jobs',
      query: { fieldManager: 'engine' },
      body: { apiVersion: 'batch/v1', kind: 'Job', metadata: ref, spec: {} },
      intent: { verb: 'create', resource: 'jobs', ...ref },
    });
  });

  it('sends the version and UID it expects along with a merge patch', async () => {
    const { client, last } = setUp();
    await client.mergePatch(
      JOBS,
      ref,
      { metadata: { labels: { a: null } }, status: {} },
      { resourceVersion: '7', uid: 'u', subresource: 'status' },
    );
    expect(last()).toMatchObject({
      method: 'PATCH',
      path: '/apis/batch/v1/namespaces/ns/jobs/a/status',
      contentType: 'application/merge-patch+json',
      body: {
        metadata: { labels: { a: null }, resourceVersion: '7', uid: 'u' },
        status: {},
      },
      intent: { verb: 'patch', resource: 'jobs/status' },
    });
  });

  it('calls a patch of another object under the same name a conflict', async () => {
    const { client, transport } = setUp();
    const intent = { verb: 'patch', resource: 'jobs' };
    const body = {
      reason: 'Invalid',
      details: { causes: [{ field: 'metadata.uid' }] },
    };
    transport.answers.push(
      KubeApiError.fromStatus(intent, 422, body),
      KubeApiError.fromStatus(intent, 422, body),
    );
    await expect(
      client.mergePatch(JOBS, ref, {}, { uid: 'u' }),
    ).rejects.toMatchObject({ failure: 'conflict' });
    await expect(client.mergePatch(JOBS, ref, {})).rejects.toMatchObject({
      failure: 'invalid',
    });
  });

  it('applies as its field manager', async () => {
    const { client, last } = setUp();
    await client.apply(JOBS, { metadata: ref, spec: {} }, { force: true });
    expect(last()).toMatchObject({
      method: 'PATCH',
      path: '/apis/batch/v1/namespaces/ns/jobs/a',
      query: { fieldManager: 'engine', force: true },
      contentType: 'application/apply-patch+yaml',
    });
  });

  it('deletes only the object it means', async () => {
    const { client, last } = setUp();
    await client.delete(JOBS, ref, {
      propagationPolicy: 'Background',
      uid: 'u',
      gracePeriodSeconds: 0,
    });
    expect(last()).toMatchObject({
      method: 'DELETE',
      body: {
        propagationPolicy: 'Background',
        gracePeriodSeconds: 0,
        preconditions: { uid: 'u' },
      },
    });
  });

  it('asks whether it may', async () => {
    const { client, transport, last } = setUp();
    transport.answers.push({ status: { allowed: true } }, {});
    expect(await client.canI('patch', JOBS, 'ns', 'status')).toBe(true);
    expect(last().body).toMatchObject({
      spec: {
        resourceAttributes: {
          verb: 'patch',
          group: 'batch',
          resource: 'jobs',
          subresource: 'status',
          namespace: 'ns',
        },
      },
    });
    expect(await client.canI('patch', JOBS)).toBe(false);
  });

  it('writes nothing for a replica that does not lead, and reads all the same', async () => {
    let leads = false;
    const { client, transport } = setUp({ mayWrite: () => leads });
    await client.get(JOBS, ref);
    const writes = () => [
      client.create(JOBS, { metadata: ref }),
      client.mergePatch(JOBS, ref, {}),
      client.apply(JOBS, { metadata: ref }),
      client.delete(JOBS, ref, { propagationPolicy: 'Background' }),
    ];
    for (const write of writes()) {
      await expect(write).rejects.toMatchObject({
        failure: 'aborted',
        reason: 'NotLeading',
      });
    }
    expect(transport.requests).toHaveLength(1);
    leads = true;
    await Promise.all(writes());
    expect(transport.requests).toHaveLength(5);
  });

  describe('listing', () => {
    it('goes from page to page', async () => {
      const { client, transport } = setUp();
      transport.answers.push(
        { items: [1], metadata: { resourceVersion: '9', continue: 'x' } },
        { items: [2], metadata: { resourceVersion: '9' } },
      );
      const pages = await collect(
        client.listPages(PODS, { labelSelector: 'a=b' }),
      );
      expect(pages.map(it => it.items)).toEqual([[1], [2]]);
      expect(transport.requests.map(it => it.query)).toMatchObject([
        { limit: 500, labelSelector: 'a=b' },
        { limit: 500, labelSelector: 'a=b', continue: 'x' },
      ]);
    });

    it('takes a missing list of items for an empty one', async () => {
      const { client, transport } = setUp();
      transport.answers.push({
        items: null,
        metadata: { resourceVersion: '9' },
      });
      expect(await collect(client.listPages(PODS))).toEqual([
        { items: [], resourceVersion: '9' },
      ]);
    });

    it('asks for smaller pages where objects are large', async () => {
      const { client, transport } = setUp();
      transport.answers.push(
        { bytes: 8 * 1024 * 1024, metadata: { continue: 'x' } },
        { metadata: {} },
      );
      await collect(client.listPages(PODS));
      expect(transport.requests.map(it => it.query?.limit)).toEqual([500, 62]);
    });

    it('asks again for less when a page is too large to take', async () => {
      const { client, transport } = setUp();
      const tooLarge = new KubeApiError({
        failure: 'truncated',
        intent: { verb: 'list', resource: 'pods' },
        reason: 'ResponseTooLarge',
      });
      transport.answers.push(
        { items: [1], metadata: { continue: 'x' } },
        tooLarge,
        { items: [2], metadata: {} },
      );
      const pages = await collect(client.listPages(PODS));
      expect(pages.map(it => it.items)).toEqual([[1], [2]]);
      expect(transport.requests.map(it => it.query)).toMatchObject([
        { limit: 500 },
        { limit: 500, continue: 'x' },
        { limit: 63, continue: 'x' },
      ]);
    });
  });

  describe('watching', () => {
    const line = (event: unknown) => `${JSON.stringify(event)}\n`;
    const pod = { metadata: { name: 'a', resourceVersion: '5' } };

    it('asks for bookmarks, and for initial events only where wanted', async () => {
      const { client, transport } = setUp();
      await collect(client.watch(PODS, { resourceVersion: '4' }));
      await collect(client.watch(PODS, { sendInitialEvents: true }));
      expect(transport.requests[0].query).toMatchObject({
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion: '4',
      });
      expect(transport.requests[0].query).not.toHaveProperty(
        'resourceVersionMatch',
      );
      expect(transport.requests[1].query).toMatchObject({
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
      });
    });

    it('decodes events however they are cut into chunks', async () => {
      const { client, transport } = setUp();
      const text =
        line({ type: 'ADDED', object: pod }) +
        line({
          type: 'BOOKMARK',
          object: { metadata: { resourceVersion: '9' } },
        });
      transport.chunks = [...text];
      expect(await collect(client.watch(PODS))).toEqual([
        { type: 'ADDED', object: pod },
        { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: false },
      ]);
    });

    it('knows the bookmark that ends the initial events', async () => {
      const { client, transport } = setUp();
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      transport.chunks = [
        line({
          type: 'BOOKMARK',
          object: { metadata: { resourceVersion: '9', annotations } },
        }),
      ];
      expect(await collect(client.watch(PODS))).toMatchObject([
        { initialEventsEnd: true },
      ]);
    });

    it.each([
      ['gone', { code: 410, reason: 'Expired' }],
      ['serverError', { code: 500 }],
      ['serverError', {}],
      [
        'gone',
        {
          code: 504,
          details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
        },
      ],
    ])('throws "%s" for an error in the stream', async (failure, status) => {
      const { client, transport } = setUp();
      transport.chunks = [line({ type: 'ERROR', object: status })];
      await expect(collect(client.watch(PODS))).rejects.toMatchObject({
        failure,
      });
    });

    it.each([
      ['a line that breaks off', '{"type":"ADDED","obj'],
      ['an unknown type', line({ type: 'RENAMED', object: pod })],
      ['an event without an object', line({ type: 'ADDED' })],
      ['a line that is null', 'null\n'],
    ])('throws "truncated" for %s', async (_, text) => {
      const { client, transport } = setUp();
      transport.chunks = [text];
      await expect(collect(client.watch(PODS))).rejects.toMatchObject({
        failure: 'truncated',
        verb: 'watch',
        resource: 'pods',
      });
    });
  });

  it('follows a log without a limit for its first line', async () => {
    const { client, transport, last } = setUp();
    transport.chunks = ['hello'];
    const { signal } = new AbortController();
    const log = await client.podLog(ref, {
      container: 'locust',
      follow: true,
      timestamps: true,
      signal,
    });
    expect(Buffer.concat(await collect(log)).toString()).toBe('hello');
    expect(last()).toMatchObject({
      path: '/api/v1/namespaces/ns/pods/a/log',
      query: { container: 'locust', follow: true, timestamps: true },
      timeoutMs: 0,
      signal,
    });
    expect(last().query).not.toHaveProperty('signal');
  });
});
