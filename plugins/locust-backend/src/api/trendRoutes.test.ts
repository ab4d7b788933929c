import { later, statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

describeRoutes('the route of a trend', routes => {
  /** One run after the other, each with this p95. */
  const history = async (p95s: readonly number[], entityRef?: string) => {
    for (const [i, p95] of p95s.entries()) {
      await routes.run(
        `r${i}`,
        { entityRef, createdAt: later(i * 60), users: 5 },
        {
          total: statistics({ percentiles: { '95': p95 } }),
          totalFinal: true,
          verdict: p95 < 500 ? 'passed' : 'failed',
        },
      );
    }
  };
  const of = (entityRef: string) =>
    `/trend?entityRef=${entityRef}&test=checkout`;

  it('shows the last runs of a test, the oldest first, and judges each by those before it', async () => {
    await history([100, 101, 102, 100, 101, 900], SHOP);
    const { status, body } = await routes.call('get', of(SHOP));
    expect(status).toBe(200);
    expect(body.items.map((it: { p95: number }) => it.p95)).toEqual([
      100, 101, 102, 100, 101, 900,
    ]);
    expect(body.items[4].judgements.p95).toEqual({ kind: 'tooFew', runs: 4 });
    expect(body.items[5]).toMatchObject({
      runId: runId('r5'),
      phase: 'finished',
      verdict: 'failed',
      baseline: false,
      users: 5,
      judgements: { p95: { kind: 'regression', median: 101 } },
    });
    expect(body.passRate).toBeCloseTo(5 / 6);
  });

  it('judges the first run that is shown by those that are not', async () => {
    await history([100, 101, 102, 100, 101, 900], SHOP);
    const { body } = await routes.call('get', `${of(SHOP)}&limit=1`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].judgements.p95.kind).toBe('regression');
    expect(body.passRate).toBe(0);
  });

  it('shows a test that belongs to no entity by where it runs', async () => {
    await history([100, 110]);
    const { status, body } = await routes.call(
      'get',
      '/trend?cluster=local&namespace=shop&test=checkout',
    );
    expect([status, body.items.length]).toEqual([200, 2]);
  });

  it('has nothing of a test without runs', async () => {
    const { status, body } = await routes.call('get', of(SHOP));
    expect([status, body]).toEqual([200, { items: [] }]);
  });

  it.each([
    ['entityRef=component:default/shop', /'test'/],
    ['test=checkout', /^cluster: it is missing; name a test by entityRef/],
    ['test=checkout&cluster=local', /^namespace: it is missing/],
    [
      'test=checkout&entityRef=component:default/shop&cluster=local',
      /^cluster: a test of an entity is named by entityRef and test alone/,
    ],
    ['test=checkout&entityRef=shop', /entityRef/],
    ['test=checkout&entityRef=component:default/shop&limit=0', /limit/],
    ['test=checkout&entityRef=component:default/shop&limit=201', /limit/],
  ])('refuses %s and says what would be accepted', async (query, message) => {
    const { status, body } = await routes.call('get', `/trend?${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('is refused to who may not read the runs of the entity', async () => {
    routes.allow = (_, entityRef) => entityRef !== SHOP;
    expect((await routes.call('get', of(SHOP))).status).toBe(403);
  });

  it('is refused to who may not see what belongs to no entity', async () => {
    routes.allow = permission => permission !== 'locust.admin.read';
    const { status } = await routes.call(
      'get',
      '/trend?cluster=local&namespace=shop&test=checkout',
    );
    expect(status).toBe(403);
  });
});
