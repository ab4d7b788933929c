'use strict';

/**
 * What Playwright starts before the tests: the portal as one backend on an embedded cluster. Tests find it in the
 * environment; the backend is this process's child, so a test that wants it killed or started asks the address in
 * E2E_BACKEND_CONTROL with POST /kill, POST /start, which waits until it works, or POST /launch, which does not.
 */

const http = require('node:http');
const {
  startBackend,
  untilEngineIsHealthy,
  untilPortalAnswers,
} = require('./portal.cjs');
const { freePort, keepLog, underTest } = require('./underTest.cjs');

async function serveByOne({ toolchain, folder, options, stops }) {
  const port = await freePort();
  let backend;
  const launch = () => {
    backend = startBackend({
      ...toolchain,
      ...options,
      folder,
      port,
      restarted: backend !== undefined,
    });
  };
  const start = async () => {
    launch();
    await untilPortalAnswers(backend);
    await untilEngineIsHealthy(backend);
  };
  stops.push(async () => {
    await backend?.stop();
    keepLog(backend?.log);
  });
  await start();

  const control = http.createServer(async (request, response) => {
    try {
      if (request.url === '/kill') {
        process.kill(-backend.pid, 'SIGKILL');
        await backend.ended;
      } else if (request.url === '/launch') {
        launch();
      } else {
        await start();
      }
      response.end();
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  });
  await new Promise(resolve => control.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise(resolve => control.close(resolve)));
  return {
    url: `http://localhost:${port}`,
    backend,
    environment: {
      E2E_BACKEND_CONTROL: `http://127.0.0.1:${control.address().port}`,
    },
  };
}

module.exports = () => underTest(serveByOne);
