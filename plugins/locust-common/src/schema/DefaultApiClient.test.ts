import { DefaultApiClient } from './openapi';

/** The client and what it sends, in front of a backend that always answers the same. */
function clientAnswering(body: unknown) {
  const requests: Request[] = [];
  const client = new DefaultApiClient({
    discoveryApi: { getBaseUrl: async id => `http://localhost/api/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        requests.push(new Request(url, init));
        return new Response(JSON.stringify(body));
      },
    },
  });
  return { client, requests };
}

describe('DefaultApiClient', () => {
  it('sends a header by its own name', async () => {
    const { client, requests } = clientAnswering({});
    const header = { 'Idempotency-Key': 'key-of-this-form' };
    const body = { name: 'shop', spec: {} };
    await client.createRun({ body, header });
    await client.createTest({ body, header });
    await client.triggerTest({ path: { testId: 'abc' }, header });
    expect(
      requests.map(it => [
        it.method,
        new URL(it.url).pathname,
        it.headers.get('Idempotency-Key'),
      ]),
    ).toEqual([
      ['POST', '/api/locust/runs', 'key-of-this-form'],
      ['POST', '/api/locust/tests', 'key-of-this-form'],
      ['POST', '/api/locust/tests/abc/trigger', 'key-of-this-form'],
    ]);
  });

  it('says of times what they are in an answer, which is text', async () => {
    const { client } = clientAnswering({ createdAt: '2026-11-22T10:00:00Z' });
    const answer = await client.getRun({ path: { runId: 'a' }, query: {} });
    // That this compiles is the point.
    const createdAt: string = (await answer.json()).createdAt;
    expect(createdAt).toBe('2026-11-22T10:00:00Z');
  });

  it('sends what is asked for so that it arrives as it was', async () => {
    const { client, requests } = clientAnswering({ items: [] });
    const query = {
      entityRef: 'component:default/shop',
      test: 'a & b = c+d é',
      phase: 'error,stopped',
      from: '2026-01-31T11:21:00+01:00',
      limit: 25,
    };
    await client.listRuns({ query });
    expect(Object.fromEntries(new URL(requests[0].url).searchParams)).toEqual({
      ...query,
      limit: '25',
    });
  });
});
