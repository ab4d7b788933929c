import { ResponseError } from '@backstage/errors';
import { LocustClient } from './LocustClient';

function clientAnswering(status: number, body: unknown) {
  const fetch = jest.fn(
    async (_url: unknown, _init?: RequestInit) =>
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  const client = new LocustClient({
    discoveryApi: { getBaseUrl: async id => `http://localhost/api/${id}` },
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { client, fetch };
}

const run = {
  id: 'a'.repeat(26),
  createdAt: '2026-11-22T10:00:00Z',
  startedAt: '2026-11-22T10:00:10Z',
};

describe('LocustClient', () => {
  it('gives times as dates, and none where there is none', async () => {
    const { client } = clientAnswering(200, run);
    const decoded = await client.getRun(run.id);
    expect(decoded.createdAt).toEqual(new Date(run.createdAt));
    expect(decoded.startedAt).toEqual(new Date(run.startedAt));
    expect(decoded.finishedAt).toBeUndefined();
  });

  it('gives the times of what people said of a run as dates', async () => {
    const { client } = clientAnswering(200, {
      ...run,
      note: { text: 'With the new cache', at: run.startedAt },
      rejudgement: { verdict: 'passed', thresholds: [], at: run.startedAt },
    });
    const { note, rejudgement } = await client.getRun(run.id);
    expect(note).toEqual({
      text: 'With the new cache',
      at: new Date(run.startedAt),
    });
    expect(rejudgement?.at).toEqual(new Date(run.startedAt));
  });

  it('gives the times of a schedule and of its runs as dates', async () => {
    const { client } = clientAnswering(200, {
      items: [
        {
          id: 'x',
          createdAt: run.createdAt,
          nextRunsAt: [run.startedAt],
          lastRuns: [run],
        },
      ],
      unavailable: [
        { cluster: 'eu-1', message: 'It is away.', since: run.createdAt },
      ],
    });
    const { items, unavailable } = await client.listTests({});
    expect(items[0].nextRunsAt).toEqual([new Date(run.startedAt)]);
    expect(items[0].lastRuns[0].createdAt).toEqual(new Date(run.createdAt));
    expect(unavailable[0].since).toEqual(new Date(run.createdAt));
  });

  it('asks the plugin for the runs of an entity', async () => {
    const { client, fetch } = clientAnswering(200, { items: [] });
    await client.listRuns({ entityRef: 'component:default/shop', limit: 25 });
    const url = new URL(String(fetch.mock.calls[0][0]));
    expect(url.pathname).toBe('/api/locust/runs');
    expect(url.searchParams.get('entityRef')).toBe('component:default/shop');
    expect(url.searchParams.get('limit')).toBe('25');
  });

  it.each([
    ['GET', '/orders?of=[id]&all=a+b'],
    ['', 'a "task" | 🛒'],
  ])('asks for what is new of the endpoint %j %j', async (method, name) => {
    const { client, fetch } = clientAnswering(200, { items: [] });
    await client.getPoints(run.id, 12.5, { method, name });
    const url = new URL(String(fetch.mock.calls[0][0]));
    expect(url.pathname).toBe(`/api/locust/runs/${run.id}/points`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      afterSeconds: '12.5',
      method,
      name,
    });
  });

  it('asks for the points of the whole run where no endpoint is named', async () => {
    const { client, fetch } = clientAnswering(200, { items: [] });
    await client.getPoints(run.id);
    expect(new URL(String(fetch.mock.calls[0][0])).search).toBe('');
  });

  it('sends the key under the name that the backend reads', async () => {
    const { client, fetch } = clientAnswering(201, run);
    await client.createRun({ name: 'shop', spec: {} }, 'key-of-this-form');
    const headers = new Headers(fetch.mock.calls[0][1]?.headers);
    expect(headers.get('Idempotency-Key')).toBe('key-of-this-form');
  });

  it.each([
    ['createRun', { name: 'shop', spec: {} }, run],
    [
      'createTest',
      { name: 'shop', spec: {} },
      { nextRunsAt: [], lastRuns: [], createdAt: run.createdAt },
    ],
    ['triggerTest', 'x', run],
    ['declareFreeze', { reason: 'sale' }, { from: run.createdAt }],
  ] as const)(
    'asks once more to %s where no replica answered, by the same key',
    async (call, what, made) => {
      const { client, fetch } = clientAnswering(201, made);
      fetch.mockResolvedValueOnce(new Response('', { status: 502 }));
      await (client[call] as (what: unknown, key: string) => Promise<unknown>)(
        what,
        'key-of-this-form',
      );
      expect(
        fetch.mock.calls.map(([, init]) =>
          new Headers(init?.headers).get('Idempotency-Key'),
        ),
      ).toEqual(['key-of-this-form', 'key-of-this-form']);
    },
  );

  it('asks for the baselines of an entity’s tests alone', async () => {
    const { client, fetch } = clientAnswering(200, { items: [] });
    await client.listRuns({
      entityRef: 'component:default/shop',
      baseline: true,
    });
    const url = new URL(String(fetch.mock.calls[0][0]));
    expect(url.searchParams.get('baseline')).toBe('true');
  });

  it.each([
    ['pinRun', 'PUT', 'pin'],
    ['unpinRun', 'DELETE', 'pin'],
    ['setBaseline', 'PUT', 'baseline'],
    ['clearBaseline', 'DELETE', 'baseline'],
    ['removeNote', 'DELETE', 'note'],
    ['removeRejudgement', 'DELETE', 'rejudgement'],
  ] as const)('marks a run by %s with %s %s', async (call, method, path) => {
    const { client, fetch } = clientAnswering(200, run);
    expect((await client[call](run.id)).createdAt).toEqual(
      new Date(run.createdAt),
    );
    const [url, init] = fetch.mock.calls[0];
    expect(new URL(String(url)).pathname).toBe(
      `/api/locust/runs/${run.id}/${path}`,
    );
    expect(init?.method).toBe(method);
  });

  it('sends the thresholds to judge a run by', async () => {
    const { client, fetch } = clientAnswering(200, run);
    await client.rejudgeRun(run.id, ['p95 < 1s']);
    const [url, init] = fetch.mock.calls[0];
    expect(new URL(String(url)).pathname).toBe(
      `/api/locust/runs/${run.id}/rejudgement`,
    );
    expect(init?.method).toBe('POST');
    expect(JSON.parse(String(init?.body))).toEqual({
      thresholds: ['p95 < 1s'],
    });
  });

  it('asks for runs since a moment, by who made them', async () => {
    const { client, fetch } = clientAnswering(200, { items: [] });
    await client.listRuns({
      trigger: 'user,schedule',
      from: new Date('2026-11-22T10:00:00Z'),
    });
    const { searchParams } = new URL(String(fetch.mock.calls[0][0]));
    expect(searchParams.get('trigger')).toBe('user,schedule');
    expect(searchParams.get('from')).toBe('2026-11-22T10:00:00.000Z');
  });

  it('sends the words of a note', async () => {
    const { client, fetch } = clientAnswering(200, run);
    await client.setNote(run.id, 'With the new cache');
    const [, init] = fetch.mock.calls[0];
    expect(init?.method).toBe('PUT');
    expect(JSON.parse(String(init?.body))).toEqual({
      text: 'With the new cache',
    });
  });

  it('gives an export as a file with the name that the backend gave it', async () => {
    const fetch = jest.fn(
      async (_url: unknown) =>
        new Response('a,b\n1,2\n', {
          headers: {
            'Content-Type': 'text/csv',
            'Content-Disposition': 'attachment; filename="shop_stats.csv"',
          },
        }),
    );
    const client = new LocustClient({
      discoveryApi: { getBaseUrl: async id => `http://localhost/api/${id}` },
      fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
    });
    const file = await client.exportRun(run.id, 'csv');
    expect(file.name).toBe('shop_stats.csv');
    expect(file.content.size).toBe(8);
    expect(new URL(String(fetch.mock.calls[0][0])).pathname).toBe(
      `/api/locust/runs/${run.id}/export/csv`,
    );
  });

  it('asks for runs side by side in the order given', async () => {
    const { client, fetch } = clientAnswering(200, { runs: [run] });
    const { runs } = await client.compareRuns(['b', 'a'], 'a');
    const url = new URL(String(fetch.mock.calls[0][0]));
    expect(url.searchParams.get('runs')).toBe('b,a');
    expect(url.searchParams.get('reference')).toBe('a');
    expect(runs[0].createdAt).toEqual(new Date(run.createdAt));
  });

  it('gives the times of a trend as dates', async () => {
    const { client, fetch } = clientAnswering(200, {
      items: [{ runId: run.id, createdAt: run.createdAt }],
    });
    const { items } = await client.getTrend(
      { test: 'peak', cluster: 'eu-1', namespace: 'load' },
      30,
    );
    expect(items[0].createdAt).toEqual(new Date(run.createdAt));
    expect(new URL(String(fetch.mock.calls[0][0])).search).toBe(
      '?cluster=eu-1&namespace=load&test=peak&limit=30',
    );
  });

  /** A client whose every answer is this stream. */
  function clientStreaming(text: string, contentType = 'text/event-stream') {
    const chunks = [new TextEncoder().encode(text)];
    const fetch = jest.fn(async (_url: unknown, _init?: RequestInit) => ({
      ok: true,
      headers: new Headers({ 'Content-Type': contentType }),
      body: {
        getReader: () => ({
          read: async () => {
            const value = chunks.shift();
            return { done: !value, value };
          },
          cancel: async () => {},
        }),
      },
    }));
    const client = new LocustClient({
      discoveryApi: { getBaseUrl: async id => `http://localhost/api/${id}` },
      fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
    });
    return { client, fetch };
  }

  async function newsOf(
    client: LocustClient,
    signal = new AbortController().signal,
  ) {
    const news = [];
    for await (const one of client.watchRun(run.id, signal)) {
      news.push(one);
    }
    return news;
  }

  it('streams a run, its times as dates, by a request that can be ended', async () => {
    const update = { run, points: [{ time: run.startedAt }] };
    const { client, fetch } = clientStreaming(
      `:\n\nevent: snapshot\ndata: ${JSON.stringify(update)}\n\n` +
        'event: of-a-later-version\ndata: {}\n\n' +
        'event: change\ndata: {"requests":[]}\n\n' +
        'event: end\ndata: {"reason":"ended"}\n\n',
    );
    const { signal } = new AbortController();
    expect(await newsOf(client, signal)).toEqual([
      { kind: 'alive' },
      {
        kind: 'snapshot',
        run: {
          ...run,
          createdAt: new Date(run.createdAt),
          startedAt: new Date(run.startedAt),
        },
        points: [{ time: new Date(run.startedAt) }],
      },
      { kind: 'change', requests: [] },
      { kind: 'end', reason: 'ended' },
    ]);
    const [url, init] = fetch.mock.calls[0];
    expect(new URL(String(url)).pathname).toBe(
      `/api/locust/runs/${run.id}/live`,
    );
    expect(init?.signal).toBe(signal);
  });

  it('takes no page for a stream', async () => {
    const { client } = clientStreaming('<html></html>', 'text/html');
    await expect(newsOf(client)).rejects.toMatchObject({
      name: 'NoStreamError',
      message: 'The answer was text/html, not a stream of events',
    });
  });

  it('throws the backend’s refusal of a stream', async () => {
    const { client } = clientAnswering(503, {
      error: { name: 'ServiceUnavailableError', message: 'Full.' },
      request: { method: 'GET', url: '/' },
      response: { statusCode: 503 },
    });
    await expect(newsOf(client)).rejects.toMatchObject({
      statusCode: 503,
      body: { error: { message: 'Full.' } },
    });
  });

  it('throws the backend’s refusal', async () => {
    const { client } = clientAnswering(409, {
      error: { name: 'ConflictError', message: 'The run is still going.' },
      request: { method: 'DELETE', url: '/' },
      response: { statusCode: 409 },
    });
    const refused = client.deleteRun(run.id);
    await expect(refused).rejects.toBeInstanceOf(ResponseError);
    await expect(refused).rejects.toMatchObject({
      body: { error: { message: 'The run is still going.' } },
    });
  });

  it('is content with an answer that has no body', async () => {
    const { client } = clientAnswering(204, undefined);
    await expect(client.deleteRun(run.id)).resolves.toBeUndefined();
  });
});
