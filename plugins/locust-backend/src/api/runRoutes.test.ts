import { later, statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

describeRoutes('the routes of runs', routes => {
  describe('the list', () => {
    const ids = (body: { items: { id: string }[] }) =>
      body.items.map(it => it.id);
    const three = async () => {
      await routes.run('a', { trigger: 'user', createdAt: later(0) });
      await routes.run('b', { trigger: 'schedule', createdAt: later(60) });
      await routes.run('c', { trigger: 'resource', createdAt: later(120) });
    };

    it.each([
      ['trigger=user', ['a']],
      ['trigger=user,resource', ['c', 'a']],
      ['from=2026-01-31T10:21:30.123Z', ['c', 'b']],
      ['to=2026-01-31T10:21:30.123Z', ['a']],
      ['from=2026-01-31T11:21:00%2B01:00&to=2026-02-01', ['c', 'b']],
      ['from=2026-02-01', []],
    ])('has with %s only those', async (query, names) => {
      await three();
      const { status, body } = await routes.call('get', `/runs?${query}`);
      expect(status).toBe(200);
      expect(ids(body)).toEqual(names.map(runId));
      expect(body.total).toBe(names.length);
    });

    it('has with an owner only those of the entities that are theirs', async () => {
      await routes.run('a');
      await routes.run('b', { entityRef: 'component:default/other' });
      await routes.run('c', { entityRef: undefined });
      const of = async (owner: string) => {
        const { body } = await routes.call(
          'get',
          `/runs?owner=${encodeURIComponent(owner)}`,
        );
        return [ids(body), body.total];
      };
      expect(await of(`owner of ${SHOP},somebody else`)).toEqual([
        [runId('a')],
        1,
      ]);
      expect(await of('somebody else')).toEqual([[], 0]);
    });

    it('says on each page how many there are on all', async () => {
      await three();
      const { body } = await routes.call('get', '/runs?limit=2&namespace=shop');
      expect([ids(body).length, body.total]).toEqual([2, 3]);
      const { body: next } = await routes.call(
        'get',
        `/runs?limit=2&namespace=shop&cursor=${body.nextCursor}`,
      );
      expect([ids(next).length, next.total]).toEqual([1, 3]);
    });

    it('shows what people say of the runs, read once for the page', async () => {
      await three();
      await routes.store.marks.pin(runId('b'), true);
      await routes.store.marks.setBaseline(runId('c'));
      const asked = jest.spyOn(routes.store.marks, 'ofRuns');
      const { body } = await routes.call('get', '/runs');
      expect(
        body.items.map((it: { pinned: boolean; baseline: boolean }) => [
          it.pinned,
          it.baseline,
        ]),
      ).toEqual([
        [false, true],
        [true, false],
        [false, false],
      ]);
      expect(asked).toHaveBeenCalledTimes(1);
      asked.mockRestore();
    });

    it('shows what the verdict was judged by', async () => {
      const thresholds = [
        { threshold: 'rps > 1', passed: true, limit: 1, message: 'fine' },
      ];
      await routes.run('a', {}, { verdict: 'passed', thresholds });
      const { body } = await routes.call('get', '/runs');
      expect(body.items[0].thresholds).toEqual(thresholds);
    });

    it.each([
      ['trigger=nobody', /trigger/],
      ['from=yesterday', /^from: "yesterday" was refused; write a moment/],
      ['to=2026-02-30', /^to: "2026-02-30" was refused/],
      [
        'from=2026-02-01&to=2026-01-01',
        /^to: "2026-01-01" was refused; it has to be later than from/,
      ],
    ])('refuses %s, naming the field', async (query, message) => {
      const { status, body } = await routes.call('get', `/runs?${query}`);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });
  });

  describe('a run that is waited for', () => {
    it('is answered at once where it has ended', async () => {
      const id = await routes.run('a', {}, { total: statistics() });
      const { status, body } = await routes.call('get', `/runs/${id}?wait=60`);
      expect([status, body.phase]).toEqual([200, 'finished']);
      expect(routes.reads).toEqual([]);
    });

    it('is answered when it ends, with what people say of it', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      const waiting = routes.call('get', `/runs/${id}?wait=60s`).then(it => it);
      while (routes.reads.length < 2) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await routes.store.marks.pin(id, true);
      await routes.store.progress(id, { phase: 'stopped' });
      const { status, body } = await waiting;
      expect([status, body.phase, body.pinned]).toEqual([200, 'stopped', true]);
      expect(routes.ends.watched).toBe(0);
    });

    it('is watched once for fifty who wait, and answered to each', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      const waiting = Promise.all(
        Array.from({ length: 50 }, () =>
          routes.call('get', `/runs/${id}?wait=60`).then(it => it),
        ),
      );
      while (routes.ends.waiting < 50) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      expect(routes.ends.watched).toBe(1);
      await routes.store.progress(id, { phase: 'finished' });
      const answers = await waiting;
      expect(answers.map(it => [it.status, it.body.phase])).toEqual(
        Array(50).fill([200, 'finished']),
      );
      expect(routes.ends.watched).toBe(0);
    });

    it('is answered as it is once the seconds are over', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      const { status, body } = await routes.call('get', `/runs/${id}?wait=1`);
      expect([status, body.phase]).toEqual([200, 'running']);
      expect(routes.ends.watched).toBe(0);
    });

    it('is not there any more where it is deleted meanwhile', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      const waiting = routes.call('get', `/runs/${id}?wait=60`).then(it => it);
      while (routes.ends.watched === 0) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await routes.store.delete(id);
      expect((await waiting).status).toBe(404);
    });

    it('is not watched any more once the client has gone', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      const waiting = routes.call('get', `/runs/${id}?wait=60`);
      const ended = waiting.then(
        () => 'answered',
        () => 'gone',
      );
      while (routes.ends.watched === 0) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      waiting.abort();
      while (routes.ends.watched > 0) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      // supertest never settles what was aborted.
      expect(
        await Promise.race([
          ended,
          new Promise(resolve => setTimeout(resolve, 50, 'silent')),
        ]),
      ).not.toBe('answered');
    });

    it.each(['61', '-1', 'soon', '1.5', '30m'])(
      'refuses to wait for %s',
      async wait => {
        const id = await routes.run('a');
        const { status, body } = await routes.call(
          'get',
          `/runs/${id}?wait=${wait}`,
        );
        expect(status).toBe(400);
        expect(body.error.message).toBe(
          `wait: "${wait}" was refused; write whole seconds from 0 to 60, such as 30 or 30s`,
        );
      },
    );

    it('is refused to who may not read it, and unknown where it is not there', async () => {
      const id = await routes.run('a', {}, { phase: 'running' });
      expect(
        (await routes.call('get', `/runs/${runId('none')}?wait=60`)).status,
      ).toBe(404);
      routes.allow = (_, entityRef) => entityRef !== SHOP;
      expect((await routes.call('get', `/runs/${id}?wait=60`)).status).toBe(
        403,
      );
      expect(routes.ends.watched).toBe(0);
    });
  });

  describe('the points', () => {
    const A = { method: 'GET', name: '/a?of=[id]&b=c+d' };
    const NAMELESS = { method: '', name: 'a task' };
    const point = (elapsedSeconds: number, rps: number) => ({
      elapsedSeconds,
      users: 5,
      rps,
      failuresPerSecond: 0,
    });
    const query = (it: object) =>
      new URLSearchParams(it as Record<string, string>).toString();
    const withPoints = async () => {
      const id = await routes.run('a');
      const course = { interval: 1, points: [point(2, 3), point(4, 4)] };
      await routes.store.saveFigures(id, {
        points: [point(2, 9)],
        endpointPoints: [
          { ...A, ...course },
          { ...NAMELESS, ...course },
        ],
        requests: [A, NAMELESS, { method: 'GET', name: '/b' }].map(it => ({
          ...it,
          statistics: statistics(),
        })),
        errors: [],
        exceptions: [],
      });
      return id;
    };

    it('are those of the whole run where no endpoint is named', async () => {
      const id = await withPoints();
      const { status, body } = await routes.call('get', `/runs/${id}/points`);
      expect([status, body.items]).toEqual([200, [point(2, 9)]]);
    });

    it.each([A, NAMELESS])('are those of the endpoint %j', async endpoint => {
      const id = await withPoints();
      const { status, body } = await routes.call(
        'get',
        `/runs/${id}/points?${query(endpoint)}`,
      );
      expect(status).toBe(200);
      expect(body.items).toEqual([point(2, 3), point(4, 4)]);
      const { body: newer } = await routes.call(
        'get',
        `/runs/${id}/points?${query({ ...endpoint, afterSeconds: 2 })}`,
      );
      expect(newer.items).toEqual([point(4, 4)]);
    });

    it('are said to be there, or not, where the endpoints are listed', async () => {
      const id = await withPoints();
      const { body } = await routes.call('get', `/runs/${id}/requests`);
      expect(
        body.items.map((it: { name: string; hasPoints: boolean }) => [
          it.name,
          it.hasPoints,
        ]),
      ).toEqual([
        [A.name, true],
        [NAMELESS.name, true],
        ['/b', false],
      ]);
    });

    it('of an endpoint that has none are not found, and it is said where to look', async () => {
      const id = await withPoints();
      const { status, body } = await routes.call(
        'get',
        `/runs/${id}/points?method=GET&name=/b`,
      );
      expect(status).toBe(404);
      expect(body.error.message).toBe(
        `Run ${id} has no points of the endpoint GET /b; they are kept of the first 20 endpoints. GET /runs/${id}/requests lists its endpoints and says of which there are points: hasPoints`,
      );
    });

    it.each([
      ['method=GET', /^method: "GET" was refused without a name/],
      ['name=/a', /^name: "\/a" was refused without a method/],
      ['method=GET&name=/a&afterSeconds=-1', /afterSeconds/],
      ['method=GET&name=/a&afterSeconds=1e308', /afterSeconds.*2147483647/],
      ['afterSeconds=2147483648', /afterSeconds.*2147483647/],
    ])('are refused for %s', async (wrong, message) => {
      const id = await withPoints();
      const { status, body } = await routes.call(
        'get',
        `/runs/${id}/points?${wrong}`,
      );
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });

    it('are refused to who may not read the run', async () => {
      const id = await withPoints();
      routes.allow = (_, entityRef) => entityRef !== SHOP;
      const { status } = await routes.call(
        'get',
        `/runs/${id}/points?${query(A)}`,
      );
      expect(status).toBe(403);
    });
  });
});
