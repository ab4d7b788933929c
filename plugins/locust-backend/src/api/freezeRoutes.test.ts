import { describeRoutes } from './__testUtils__/routesOnHistory';

describeRoutes('the routes of freezes', routes => {
  const declare = (body: object, key?: string) => {
    const sent = routes.call('post', '/freezes');
    if (key) {
      sent.set('idempotency-key', key);
    }
    return sent.send(body);
  };
  const items = async () => (await routes.call('get', '/freezes')).body.items;

  afterEach(async () => {
    for (const { id } of await items()) {
      await routes.call('delete', `/freezes/${id}`);
    }
  });

  it('declare one, tell it and lift it', async () => {
    const { status, body } = await declare({
      reason: ' Sale ',
      owners: ['shop'],
      until: '2999-01-01T00:00:00Z',
      stopsRuns: true,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      reason: 'Sale',
      owners: ['group:default/shop'],
      until: '2999-01-01T00:00:00.000Z',
      stopsRuns: true,
      declaredBy: 'user:default/ada',
      inForce: true,
      configured: false,
    });
    expect(await items()).toEqual([body]);
    expect(routes.audit).toEqual(['emergency-stop succeeded']);
    const lifted = await routes.call('delete', `/freezes/${body.id}`);
    expect(lifted.status).toBe(204);
    expect(await items()).toEqual([]);
    const again = await routes.call('delete', `/freezes/${body.id}`);
    expect(again.status).toBe(404);
    expect(again.body.error.message).toMatch(/or it was lifted before/);
    expect(routes.audit.slice(1)).toEqual([
      'freeze-lift succeeded',
      'freeze-lift failed',
    ]);
  });

  it('declare it once for the same key', async () => {
    const first = await declare({ reason: 'Sale' }, 'a-key-of-mine');
    const second = await declare({ reason: 'Sale' }, 'a-key-of-mine');
    expect(second.body).toEqual(first.body);
    const other = await declare({ reason: 'Other' }, 'a-key-of-mine');
    expect(other.status).toBe(409);
    expect(other.body.error.message).toMatch(/take a new key/);
    expect(await items()).toHaveLength(1);
  });

  it.each([
    [{ reason: '  ' }, /^reason: white space alone/],
    [{ reason: 'a', clusters: ['mars'] }, /^clusters: "mars" was refused/],
    [{ reason: 'a', owners: ['!:b'] }, /^owners: "!:b" was refused/],
    [
      { reason: 'a', until: '2001-01-01T00:00:00Z' },
      /^until: .*it has to be after/,
    ],
    [
      {
        reason: 'a',
        from: '2999-01-02T00:00:00Z',
        until: '2999-01-01T00:00:00Z',
      },
      /^until: .*it has to be after 2999-01-02/,
    ],
  ])('refuse %j and say why', async (body, message) => {
    const answer = await declare(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(await items()).toEqual([]);
  });

  it('tell who may only look that they may not declare', async () => {
    routes.allow = permission => permission !== 'locust.admin.update';
    expect((await routes.call('get', '/freezes')).body.mayDeclare).toBe(false);
    const refused = await declare({ reason: 'Sale' });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/locust\.admin\.update/);
    routes.allow = () => true;
    expect((await routes.call('get', '/freezes')).body.mayDeclare).toBe(true);
  });
});
