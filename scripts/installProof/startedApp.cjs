'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { isServed, tell } = require('../devServer.cjs');
const { whenThisProcessEnds } = require('../guardian.cjs');
const { askPortal, clusterHealth, untilPortal } = require('../portal.cjs');

/** Its frontend is compiled meanwhile. */
const START_PATIENCE_MS = 300_000;
const STOP_PATIENCE_MS = 15_000;

/**
 * Starts an app with the command that people start it with, and waits until frontend and backend answer and the engine
 * works.
 *
 * @param {import('./NewApp.cjs').NewApp} app
 * @param {string} command
 * @param {object} options
 * @param {string} options.frontend - address that it is configured to be served at
 * @param {string} options.backend - the same
 * @param {string} options.component - name of what is to be in its catalog
 * @param {string} options.log - where what it says goes
 * @param {() => boolean} options.isAsked - whether all this is to end
 * @returns {Promise<{ stop: () => Promise<void> }>}
 * @throws Error with the end of its log if it ends or the time is over first
 */
async function startApp(app, command, options) {
  const { frontend, backend, component, log, isAsked } = options;
  const output = fs.openSync(log, 'w', 0o600);
  const child = spawn('sh', ['-c', command], {
    cwd: app.folder,
    env: {
      ...app.env,
      BROWSER: 'none',
      // With it nothing is renewed under the hands of a test.
      CI: '1',
      FORCE_COLOR: '0',
      NODE_ENV: 'development',
    },
    stdio: ['ignore', output, output],
    // Its own process group: all of it can be ended at once.
    detached: true,
  });
  fs.closeSync(output);
  const guardian = whenThisProcessEnds(
    'kill -s KILL -- "-$1"',
    [`${child.pid}`],
    app.env,
  );
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
  const stop = async () => {
    tell(child.pid, 'SIGTERM');
    const patience = new AbortController();
    await Promise.race([
      ended,
      sleep(STOP_PATIENCE_MS, undefined, patience).catch(() => {}),
    ]);
    patience.abort();
    // Whoever is left of those that it has started.
    tell(child.pid, 'SIGKILL');
    await ended;
    guardian.dismiss();
  };
  const started = { url: backend, log, ended };
  try {
    await untilPortal(started, 'The new app', START_PATIENCE_MS, async () => {
      if (isAsked()) {
        throw new Error('It was not waited for');
      }
      const found = await askPortal(
        backend,
        `/api/catalog/entities/by-name/component/default/${component}`,
      );
      return (
        found?.ok &&
        (await isServed(frontend)) &&
        isHealthy(await clusterHealth(backend))
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** Whether the engine looks after its clusters. */
function isHealthy(clusters) {
  return clusters?.length && clusters.every(one => one.state === 'healthy');
}

module.exports = { startApp };
