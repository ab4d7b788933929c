import { describeRoutes, SHOP } from './__testUtils__/routesOnHistory';

const OTHER = 'component:default/other';

describeRoutes('the route that tells what runs took', routes => {
  const run = (id: string, hour: number, start: object = {}) =>
    routes.run(
      id,
      {
        createdAt: new Date(Date.UTC(2026, 0, 31, hour)),
        users: 10,
        workersWanted: 2,
        ...start,
      },
      {
        startedAt: new Date(Date.UTC(2026, 0, 31, hour)),
        finishedAt: new Date(Date.UTC(2026, 0, 31, hour, 30)),
      },
    );

  it('adds up what is of the same owner on the same day', async () => {
    await run('a', 1);
    await run('b', 2);
    await run('c', 3, { entityRef: OTHER });
    await run('d', 4, { entityRef: undefined });
    const { status, body } = await routes.call(
      'get',
      '/usage?from=2026-01-01&to=2026-02-01',
    );
    expect(status).toBe(200);
    expect(body.from).toBe('2026-01-01T00:00:00.000Z');
    const items = body.items as { owner?: string; runs: number }[];
    expect(items).toHaveLength(3);
    expect(items).toContainEqual({
      owner: `owner of ${SHOP}`,
      day: '2026-01-31',
      runs: 2,
      failed: 0,
      errors: 0,
      userHours: 10,
      workerHours: 2,
    });
    expect(items).toContainEqual(
      expect.objectContaining({ owner: `owner of ${OTHER}`, runs: 1 }),
    );
    expect(items.find(it => it.owner === undefined)).toMatchObject({ runs: 1 });
  });

  it('leaves out what the caller may not read', async () => {
    await run('a', 1);
    await run('d', 4, { entityRef: undefined });
    routes.allow = permission => permission !== 'locust.admin.read';
    const { body } = await routes.call(
      'get',
      '/usage?from=2026-01-01&to=2026-02-01',
    );
    expect(body.items.map((it: { owner: string }) => it.owner)).toEqual([
      `owner of ${SHOP}`,
    ]);
  });

  it('is refused to who may read nothing', async () => {
    routes.allow = () => false;
    expect((await routes.call('get', '/usage')).status).toBe(403);
  });

  it.each([
    ['from=2024-01-01&to=2026-01-01', /from and to may be 400 days apart/],
    ['from=soon', /from: "soon" was refused; write a moment such as/],
    ['from=2026-02-01&to=2026-01-01', /it has to be later than from/],
  ])('refuses %s', async (query, message) => {
    const { status, body } = await routes.call('get', `/usage?${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('has the last thirty days where nothing is asked for', async () => {
    await run('long-ago', 1);
    const { body } = await routes.call('get', '/usage');
    expect(body.items).toEqual([]);
    expect(new Date(body.to).getTime() - new Date(body.from).getTime()).toBe(
      30 * 24 * 60 * 60_000,
    );
  });
});
