import { statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

const OTHER = 'component:default/other';

describeRoutes('the route that sets runs side by side', routes => {
  const run = async (name: string, users: number, rps: number) => {
    const id = await routes.run(
      name,
      { spec: { users }, users },
      { total: statistics({ rps }), totalFinal: true },
    );
    await routes.store.saveFigures(id, {
      final: true,
      points: [{ elapsedSeconds: 0, users, rps, failuresPerSecond: 0 }],
      requests: [{ method: 'GET', name, statistics: statistics({ rps }) }],
      errors: [],
      exceptions: [],
    });
    return id;
  };

  it('sets runs side by side in the order in which they are asked for', async () => {
    const [a, b] = [await run('a', 5, 10), await run('b', 8, 15)];
    await routes.store.marks.pin(b, true);
    const { status, body } = await routes.call(
      'get',
      `/compare?runs=${b},${a}`,
    );
    expect(status).toBe(200);
    expect(body.reference).toBe(0);
    expect(
      body.runs.map((it: { id: string; pinned: boolean }) => [
        it.id,
        it.pinned,
      ]),
    ).toEqual([
      [b, true],
      [a, false],
    ]);
    expect(body.settings).toEqual([{ path: 'users', values: [8, 5] }]);
    expect(
      body.total.find((it: { metric: string }) => it.metric === 'rps'),
    ).toEqual({
      metric: 'rps',
      values: [15, 10],
      deltas: [
        null,
        { absolute: -5, relative: expect.closeTo(-1 / 3), change: 'worse' },
      ],
    });
    expect(
      body.endpoints.map((it: { name: string; present: boolean[] }) => [
        it.name,
        it.present,
      ]),
    ).toEqual([
      ['b', [true, false]],
      ['a', [false, true]],
    ]);
    expect(body.series.rps).toEqual([{ elapsedSeconds: 0, values: [15, 10] }]);
    expect(body.series.p95).toEqual([]);
  });

  it('holds the others against the run that is asked for', async () => {
    const [a, b] = [await run('a', 5, 10), await run('b', 8, 15)];
    const { body } = await routes.call(
      'get',
      `/compare?runs=${a},${b}&reference=${b}`,
    );
    expect(body.reference).toBe(1);
    expect(body.total[0].deltas[1]).toBeNull();
  });

  it.each([
    ['', /'runs'/],
    [`?runs=${runId('a')}`, /runs: 1 were refused; name 2 to 10 runs/],
    [
      `?runs=${Array.from({ length: 11 }, (_, i) => runId(`r${i}`))}`,
      /runs: 11 were refused; name 2 to 10 runs/,
    ],
    [`?runs=${runId('a')},x`, /runs: "x" was refused; the id of a run is/],
    [`?runs=${runId('a')},${runId('a')}`, /runs: "a0+" is named twice/],
    [
      `?runs=${runId('a')},${runId('b')}&reference=${runId('c')}`,
      /reference: "c0+" was refused; it has to be one of the runs/,
    ],
  ])('refuses %s and says what would be accepted', async (query, message) => {
    const { status, body } = await routes.call('get', `/compare${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('is refused to who may not read one of the runs', async () => {
    const a = await run('a', 5, 10);
    const other = await routes.run('b', { entityRef: OTHER });
    routes.allow = (_, entityRef) => entityRef !== OTHER;
    const { status, body } = await routes.call(
      'get',
      `/compare?runs=${a},${other}`,
    );
    expect(status).toBe(403);
    expect(body.error.message).toContain(`locust.run.read on ${OTHER}`);
  });

  it('says which run is not there', async () => {
    const a = await run('a', 5, 10);
    const { status, body } = await routes.call(
      'get',
      `/compare?runs=${a},${runId('none')}`,
    );
    expect(status).toBe(404);
    expect(body.error.message).toContain(runId('none'));
  });

  it('compares runs of different entities that may all be read', async () => {
    const a = await run('a', 5, 10);
    const other = await routes.run('b', { entityRef: OTHER });
    const { status, body } = await routes.call(
      'get',
      `/compare?runs=${a},${other}`,
    );
    expect(status).toBe(200);
    expect(body.runs.map((it: { entityRef: string }) => it.entityRef)).toEqual([
      SHOP,
      OTHER,
    ]);
    // The second left no figures.
    expect(body.total[0].values).toEqual([100, null]);
  });
});
