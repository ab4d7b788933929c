import { statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

describeRoutes('the routes of what is taken away of a run', routes => {
  const recorded = async () => {
    const id = await routes.run(
      'abc',
      { spec: { users: 5 } },
      { total: statistics(), totalFinal: true },
    );
    await routes.store.saveFigures(id, {
      final: true,
      points: [{ elapsedSeconds: 0, users: 5, rps: 2, failuresPerSecond: 0 }],
      requests: [{ method: 'GET', name: '/ä', statistics: statistics() }],
      errors: [],
      exceptions: [],
    });
    await routes.store.saveLog(id, {
      lines: ['Wörking 🦗'],
      omitted: 0,
      complete: true,
    });
    return id;
  };

  it.each([
    ['json', 'application/json; charset=utf-8', '.json', /"name": ?"\/ä"/],
    ['html', 'text/html; charset=utf-8', '.html', /<!doctype html>/i],
    ['junit', 'application/xml; charset=utf-8', '.junit.xml', /<testsuites?/],
    ['log', 'text/plain; charset=utf-8', '.log', /^Wörking 🦗\n$/],
    ['csv', 'text/csv; charset=utf-8', '_stats.csv', /^Type,Name,[^]*\/ä/],
    [
      'csv-history',
      'text/csv; charset=utf-8',
      '_stats_history.csv',
      /^Timestamp,User Count/,
    ],
    [
      'csv-failures',
      'text/csv; charset=utf-8',
      '_failures.csv',
      /^Method,Name/,
    ],
    ['csv-exceptions', 'text/csv; charset=utf-8', '_exceptions.csv', /^Count/],
  ])('gives %s as a file of its own type and name', async (...row) => {
    const [format, type, suffix, content] = row;
    const id = await recorded();
    const { status, headers, body } = await routes
      .call('get', `/runs/${id}/export/${format}`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done(null, Buffer.concat(chunks).toString('utf8')),
        );
      });
    expect([status, headers['content-type']]).toEqual([200, type]);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="checkout-20260131T102030-abc00000${suffix}"`,
    );
    expect(body).toMatch(content);
  });

  it.each(['pdf', 'toString', 'JSON'])(
    'refuses the format %s and names those that are accepted',
    async format => {
      const id = await recorded();
      const { status, body } = await routes.call(
        'get',
        `/runs/${id}/export/${format}`,
      );
      expect(status).toBe(400);
      expect(body.error.message).toBe(
        `format: "${format}" was refused; accepted are json, html, junit, log, csv, csv-history, csv-failures, csv-exceptions`,
      );
    },
  );

  it('gives the Python that a run ran', async () => {
    const id = await recorded();
    const snapshot = {
      main: 'locustfile.py',
      files: { 'locustfile.py': 'import locust\n', 'lib.py': '' },
    };
    await routes.store.locustfiles.save(id, snapshot);
    const { status, body } = await routes.call('get', `/runs/${id}/locustfile`);
    expect([status, body]).toMatchObject([
      200,
      {
        ...snapshot,
        entries: [
          { path: 'locustfile.py', size: 14, binary: false },
          { path: 'lib.py', size: 0, binary: false },
        ],
      },
    ]);
  });

  it('says so where no locustfile was kept', async () => {
    const id = await recorded();
    const { status, body } = await routes.call('get', `/runs/${id}/locustfile`);
    expect(status).toBe(404);
    expect(body.error.message).toMatch(/No locustfile is kept of run abc/);
  });

  it.each(['export/json', 'locustfile'])(
    '%s: is refused to who may not read the run, and unknown of a run that is not there',
    async what => {
      const id = await recorded();
      expect(
        (await routes.call('get', `/runs/${runId('none')}/${what}`)).status,
      ).toBe(404);
      routes.allow = (permission, entityRef) =>
        permission !== 'locust.run.read' || entityRef !== SHOP;
      expect((await routes.call('get', `/runs/${id}/${what}`)).status).toBe(
        403,
      );
      expect((await routes.call('get', `/runs/NO/${what}`)).status).toBe(400);
    },
  );
});
