import { describeRoutes, SHOP } from './__testUtils__/routesOnHistory';

const OTHER = 'component:default/other';

/** Stopping is for the owners of the shop; reading for all, but what belongs to no entity for admins. */
describeRoutes('the route of the overview', routes => {
  const hour = (at: number) => ({
    createdAt: new Date(Date.now() - at * 3.6e6),
  });

  it('tells what runs and what waits, and why, with who answers for it and whether one may stop it', async () => {
    await routes.run('over', hour(5));
    await routes.run('old', hour(4), { phase: 'running' });
    await routes.run(
      'new',
      { ...hour(1), users: 20, spec: { locustfile: { inline: 'long' } } },
      { phase: 'starting', startedAt: new Date(), workersConnected: 1 },
    );
    await routes.run(
      'waits',
      { ...hour(2), entityRef: OTHER },
      {
        phase: 'queued',
        reason: { code: 'OwnerLimit', message: 'It is the next.' },
      },
    );
    routes.allow = (permission, entityRef) =>
      permission !== 'locust.run.stop' || entityRef === SHOP;
    const { status, body } = await routes.call('get', '/overview');
    expect(status).toBe(200);
    expect(body.everything).toBe(true);
    expect(body.running.total).toBe(2);
    expect(
      body.running.items.map((it: { id: string }) => it.id.slice(0, 3)),
    ).toEqual(['new', 'old']);
    expect(body.running.items[0]).toMatchObject({
      test: 'checkout',
      owner: `owner of ${SHOP}`,
      phase: 'starting',
      users: 20,
      workersConnected: 1,
      mayStop: true,
    });
    expect(body.running.items[0]).not.toHaveProperty('spec');
    expect(body.queued).toMatchObject({
      total: 1,
      items: [
        {
          entityRef: OTHER,
          phase: 'queued',
          reason: { code: 'OwnerLimit', message: 'It is the next.' },
          mayStop: false,
        },
      ],
    });
  });

  it('counts running and waiting by cluster and by owner', async () => {
    await routes.run('a', {}, { phase: 'running' });
    await routes.run('b', {}, { phase: 'queued' });
    await routes.run(
      'c',
      { entityRef: undefined, cluster: 'us' },
      { phase: 'running' },
    );
    const { body } = await routes.call('get', '/overview');
    expect(body.clusters).toEqual([
      { cluster: 'local', running: 1, waiting: 1 },
      { cluster: 'us', running: 1, waiting: 0 },
    ]);
    expect(body.owners.items).toEqual([
      { cluster: 'local', owner: `owner of ${SHOP}`, running: 1, waiting: 1 },
      { cluster: 'us', namespace: 'shop', running: 1, waiting: 0 },
    ]);
  });

  it('tells which tests fail, for how long, and what they missed', async () => {
    await routes.run('good', hour(9), { verdict: 'passed' });
    await routes.run('one', hour(8), { verdict: 'failed' });
    await routes.run('two', hour(2), {
      verdict: 'failed',
      thresholds: [
        { threshold: 'p95 < 1s', passed: false, message: 'It was 2 s.' },
      ],
    });
    const { body } = await routes.call('get', '/overview');
    expect(body.failing.total).toBe(1);
    const [test] = body.failing.items;
    expect(test).toMatchObject({
      test: 'checkout',
      entityRef: SHOP,
      owner: `owner of ${SHOP}`,
      verdict: 'failed',
      inARow: 2,
      orMore: false,
      missed: ['p95 < 1s'],
    });
    expect(test.runId).toMatch(/^two0/);
    expect(new Date(test.since).getTime()).toBeLessThan(Date.now() - 7 * 3.6e6);
  });

  it('leaves out what the caller may not read, and says that not everything is counted', async () => {
    const none = { entityRef: undefined };
    await routes.run('a', none, { phase: 'running' });
    await routes.run('b', none, { phase: 'queued' });
    await routes.run(
      'c',
      { ...hour(1), ...none, test: 'x' },
      { phase: 'error' },
    );
    await routes.run('d', { cluster: 'us' }, { phase: 'running' });
    routes.allow = permission => permission !== 'locust.admin.read';
    const { body } = await routes.call('get', '/overview');
    expect(body).toMatchObject({
      everything: false,
      running: { total: 1, items: [{ entityRef: SHOP }] },
      queued: { total: 0, items: [] },
      failing: { total: 0, items: [] },
      clusters: [{ cluster: 'us', running: 1, waiting: 0 }],
      owners: { total: 1 },
    });
  });

  it('is refused to who may read nothing', async () => {
    routes.allow = () => false;
    const { status, body } = await routes.call('get', '/overview');
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/locust\.run\.read/);
  });

  it('shows at most fifty runs of each kind, and says how many there are', async () => {
    for (let index = 0; index < 52; index += 1) {
      await routes.run(`r${100 + index}`, {}, { phase: 'running' });
      await routes.run(`q${100 + index}`, {}, { phase: 'queued' });
    }
    const { body } = await routes.call('get', '/overview');
    expect(body.running.total).toBe(52);
    expect(body.running.items).toHaveLength(50);
    expect(body.queued.total).toBe(52);
    expect(body.queued.items).toHaveLength(50);
  });
});
