import { statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

describeRoutes('the routes of what people say of runs', routes => {
  const withFigures = (id: string) =>
    routes.run(
      id,
      {},
      {
        total: statistics(),
        totalFinal: true,
        verdict: 'passed',
        thresholds: [
          { threshold: 'rps > 1', passed: true, limit: 1, message: 'fine' },
        ],
      },
    );

  it('pins a run and leaves it to the retention again, each as often as one likes', async () => {
    const id = await routes.run('a');
    for (const [method, pinned] of [
      ['put', true],
      ['put', true],
      ['delete', false],
      ['delete', false],
    ] as const) {
      const { status, body } = await routes.call(method, `/runs/${id}/pin`);
      expect([status, body.pinned]).toEqual([200, pinned]);
      expect((await routes.store.marks.get(id))?.pinned).toBe(pinned);
    }
    // Lists show it, so they are told.
    expect(routes.changes).toEqual(Array(4).fill(SHOP));
  });

  it('moves the baseline of a test from one run to another, and takes it away', async () => {
    const [one, other] = [await withFigures('a'), await withFigures('b')];
    await routes.call('put', `/runs/${one}/baseline`).expect(200);
    const { body } = await routes.call('put', `/runs/${other}/baseline`);
    expect(body.baseline).toBe(true);
    const { body: before } = await routes.call('get', `/runs/${one}`);
    expect(before.baseline).toBe(false);
    const { body: after } = await routes.call(
      'delete',
      `/runs/${other}/baseline`,
    );
    expect(after.baseline).toBe(false);
  });

  it('lists the baselines of tests alone, and all runs but them', async () => {
    const [one, other] = [await withFigures('a'), await withFigures('b')];
    await routes.call('put', `/runs/${one}/baseline`).expect(200);
    const ids = async (query: string) => {
      const { body } = await routes.call('get', `/runs?${query}`);
      return [body.total, body.items.map((run: { id: string }) => run.id)];
    };
    expect(await ids('baseline=true')).toEqual([1, [one]]);
    expect(await ids('baseline=false')).toEqual([1, [other]]);
  });

  it('takes no run for a baseline that has not ended, or left no figures', async () => {
    const going = await routes.run('a', {}, { phase: 'running' });
    const empty = await routes.run('b');
    const refused = await routes.call('put', `/runs/${going}/baseline`);
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      'This run has not ended (running), so it cannot be a baseline yet; wait for its end',
    ]);
    const figureless = await routes.call('put', `/runs/${empty}/baseline`);
    expect(figureless.status).toBe(400);
    expect(figureless.body.error.message).toMatch(/left no figures/);
    expect((await routes.store.marks.get(going))?.baseline).toBe(false);
    expect((await routes.store.marks.get(empty))?.baseline).toBe(false);
    expect(routes.audit).toEqual([
      'run-baseline-set failed',
      'run-baseline-set failed',
    ]);
  });

  it('keeps a note with who wrote it and when', async () => {
    const id = await routes.run('a');
    const { status, body } = await routes
      .call('put', `/runs/${id}/note`)
      .send({ text: '  With the new cache 🦗\n' });
    expect(status).toBe(200);
    expect(body.note).toEqual({
      text: 'With the new cache 🦗',
      by: 'user:default/ada',
      at: expect.stringMatching(/^\d{4}-/),
    });
    const { body: without } = await routes.call('delete', `/runs/${id}/note`);
    expect(without).not.toHaveProperty('note');
  });

  it.each([
    ['nothing', {}],
    ['empty', { text: '' }],
    ['of white space', { text: ' \n' }],
    ['longer than two thousand characters', { text: 'x'.repeat(2001) }],
    ['no text', { text: 7 }],
  ])('refuses a note that is %s, naming the field', async (_, note) => {
    const id = await routes.run('a');
    const { status, body } = await routes
      .call('put', `/runs/${id}/note`)
      .send(note);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/text/);
    expect(await routes.store.marks.get(id)).not.toHaveProperty('note');
  });

  it('judges a run by other thresholds and leaves its own verdict as it was', async () => {
    const id = await withFigures('a');
    await routes.store.saveFigures(id, {
      final: true,
      points: [],
      requests: [{ method: 'GET', name: '/', statistics: statistics() }],
      errors: [],
      exceptions: [],
    });
    const { status, body } = await routes
      .call('post', `/runs/${id}/rejudgement`)
      .send({ thresholds: ['rps > 10', 'GET /: p95 < 150ms'] });
    expect(status).toBe(200);
    expect(body.verdict).toBe('passed');
    expect(body.thresholds).toEqual([
      { threshold: 'rps > 1', passed: true, limit: 1, message: 'fine' },
    ]);
    expect(body.rejudgement).toMatchObject({
      verdict: 'failed',
      by: 'user:default/ada',
      thresholds: [
        { threshold: 'rps > 10', passed: true, limit: 10, actual: 49.9 },
        { threshold: 'GET /: p95 < 150ms', passed: false, actual: 200 },
      ],
    });
    const { body: taken } = await routes.call(
      'delete',
      `/runs/${id}/rejudgement`,
    );
    expect(taken).not.toHaveProperty('rejudgement');
    expect(taken.verdict).toBe('passed');
  });

  it('judges a run with a warm-up again by its figures without it', async () => {
    const id = await routes.run(
      'a',
      { spec: { ignoreFirst: '30s' } },
      { total: statistics(), totalFinal: true },
    );
    const judgeAgain = async () => {
      const { body } = await routes
        .call('post', `/runs/${id}/rejudgement`)
        .send({ thresholds: ['requests == 3'] })
        .expect(200);
      return body.rejudgement;
    };
    expect(await judgeAgain()).toMatchObject({
      verdict: 'failed',
      thresholds: [
        {
          passed: false,
          withoutFirstSeconds: 30,
          message: expect.stringMatching(/the reporter has not given them/),
        },
      ],
    });
    await routes.store.saveFigures(id, {
      final: true,
      points: [],
      requests: [],
      errors: [],
      exceptions: [],
      sinceWarmUp: {
        seconds: 30,
        total: statistics({ requests: 3 }),
        requests: [],
      },
    });
    expect(await judgeAgain()).toMatchObject({
      verdict: 'passed',
      thresholds: [{ actual: 3, withoutFirstSeconds: 30 }],
    });
  });

  it('names the threshold that cannot be read, and where its mistake is', async () => {
    const id = await withFigures('a');
    const { status, body } = await routes
      .call('post', `/runs/${id}/rejudgement`)
      .send({ thresholds: ['rps > 10', 'p95 << 5'] });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(
      /^thresholds\[1\]: There is a mistake in "p95 << 5" at character 6: /,
    );
    await routes
      .call('post', `/runs/${id}/rejudgement`)
      .send({ thresholds: [] })
      .expect(400);
    expect(await routes.store.marks.get(id)).not.toHaveProperty('rejudgement');
  });

  it('judges no run that has not ended', async () => {
    const id = await routes.run('a', {}, { phase: 'running' });
    const { status, body } = await routes
      .call('post', `/runs/${id}/rejudgement`)
      .send({ thresholds: ['rps > 10'] });
    expect([status, body.error.message]).toEqual([
      409,
      'This run has not ended (running), so it cannot be judged yet; wait for its end',
    ]);
  });

  const everything = [
    ['put', 'pin', undefined, 'run-pin'],
    ['delete', 'pin', undefined, 'run-unpin'],
    ['put', 'baseline', undefined, 'run-baseline-set'],
    ['delete', 'baseline', undefined, 'run-baseline-clear'],
    ['put', 'note', { text: 'x' }, 'run-note-set'],
    ['delete', 'note', undefined, 'run-note-remove'],
    ['post', 'rejudgement', { thresholds: ['rps > 1'] }, 'run-rejudge'],
    ['delete', 'rejudgement', undefined, 'run-rejudgement-remove'],
  ] as const;

  it.each(everything)(
    '%s %s: is refused to who may only read, unknown of a run that is not there, and audited',
    async (method, mark, body, event) => {
      const id = await withFigures('a');
      const send = (run: string) => {
        const call = routes.call(method, `/runs/${run}/${mark}`);
        return body ? call.send(body) : call;
      };
      routes.allow = permission => permission === 'locust.run.read';
      const refused = await send(id);
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain(
        `locust.run.create on ${SHOP}`,
      );

      routes.allow = () => true;
      expect((await send(runId('none'))).status).toBe(404);
      expect((await send('no-id')).status).toBe(400);
      expect((await send(id)).status).toBe(200);
      expect(routes.audit).toEqual([
        `${event} failed`,
        `${event} failed`,
        `${event} succeeded`,
      ]);
    },
  );
});
