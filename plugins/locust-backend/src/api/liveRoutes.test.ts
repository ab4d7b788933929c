import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { statistics } from '../history/__testUtils__/runStart';
import { describeRoutes, runId, SHOP } from './__testUtils__/routesOnHistory';

describeRoutes('the stream of a run', routes => {
  let server: http.Server;

  beforeAll(async () => {
    server = http.createServer(routes.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function watch(id: string) {
    const { port } = server.address() as AddressInfo;
    const request = http.get({
      port,
      host: '127.0.0.1',
      path: `/runs/${id}/live`,
      headers: {
        authorization: mockCredentials.user.header('user:default/ada'),
      },
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const events = () =>
      [...text.matchAll(/event: (.*)\ndata: (.*)\n\n/g)].map(
        ([, event, data]) => ({ event, data: JSON.parse(data) }),
      );
    return {
      response,
      events,
      hangUp: () => request.destroy(),
      ended: () => (response.readableEnded ? undefined : once(response, 'end')),
      /** Resolves once so many events have come. */
      async until(count: number) {
        while (events().length < count) {
          await once(response, 'data');
        }
        return events();
      },
    };
  }

  it('tells a run that has ended in one go and ends, as the routes beside it would', async () => {
    const id = await routes.run('abc', {}, { total: statistics() });
    await routes.store.saveFigures(id, {
      final: true,
      points: [{ elapsedSeconds: 0, users: 5, rps: 2, failuresPerSecond: 0 }],
      requests: [{ method: 'GET', name: '/ä', statistics: statistics() }],
      errors: [{ occurrences: 1, method: 'GET', name: '/', message: 'no' }],
      exceptions: [],
    });
    await routes.store.saveLog(id, { lines: [], omitted: 0, complete: true });
    const stream = await watch(id);
    await stream.ended();
    const [snapshot, end] = stream.events();
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    const read = async (path: string) =>
      (await routes.call('get', `/runs/${id}${path}`)).body;
    expect(snapshot).toEqual({
      event: 'snapshot',
      data: {
        run: await read(''),
        points: (await read('/points')).items,
        requests: (await read('/requests')).items,
        errors: await read('/errors'),
      },
    });
    expect(end).toEqual({ event: 'end', data: { reason: 'ended' } });
    expect(routes.live.viewers).toBe(0);
  });

  it('tells what is new of a run that goes', async () => {
    const id = await routes.run('going', {}, { phase: 'running' });
    const stream = await watch(id);
    await stream.until(1);
    await routes.store.progress(id, { phase: 'running', currentUsers: 7 });
    const [, change] = await stream.until(2);
    expect(change).toMatchObject({
      event: 'change',
      data: { run: { currentUsers: 7 } },
    });
    expect(Object.keys(change.data)).toEqual(['run']);
    stream.hangUp();
  });

  it('is not read for any more once the viewer has gone', async () => {
    const id = await routes.run('left', {}, { phase: 'running' });
    const stream = await watch(id);
    await stream.until(1);
    expect(routes.live.watched).toBe(1);
    stream.hangUp();
    while (routes.live.watched > 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(routes.live.viewers).toBe(0);
  });

  it('is refused to who may not read the run, and unknown of a run that is not there', async () => {
    const id = await routes.run('abc', {}, { phase: 'running' });
    expect(
      (await routes.call('get', `/runs/${runId('none')}/live`)).status,
    ).toBe(404);
    routes.allow = (permission, entityRef) =>
      permission !== 'locust.run.read' || entityRef !== SHOP;
    expect((await routes.call('get', `/runs/${id}/live`)).status).toBe(403);
    expect(routes.live.viewers).toBe(0);
  });
});
