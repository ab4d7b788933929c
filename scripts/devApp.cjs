'use strict';

/** The frontend plugin's own small app on a client that makes up its data: no backend, no cluster. */

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { isServed, tell } = require('./devServer.cjs');
const { whenThisProcessEnds } = require('./guardian.cjs');
const { isPortFree } = require('./portal.cjs');

const ROOT = path.resolve(__dirname, '..');
const PLUGIN = path.join(ROOT, 'plugins', 'locust');
const FIRST_PORT = 3117;
const START_PATIENCE_MS = 300_000;
const STOP_PATIENCE_MS = 10_000;

/**
 * Starts what `yarn workspace backstage-plugin-locust start` starts, on a free port and without a browser, and waits
 * until it is compiled.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 * @throws Error with the end of what it printed if it ends or the time is over first
 */
async function startDevApp({ node, env }) {
  let port = FIRST_PORT;
  while (!(await isPortFree(port))) {
    port++;
  }
  const url = `http://localhost:${port}`;
  const child = spawn(
    node,
    [
      fs.realpathSync(path.join(ROOT, 'node_modules', '.bin', 'backstage-cli')),
      ...['package', 'start'],
    ],
    {
      cwd: PLUGIN,
      env: {
        ...env,
        // With it nothing is renewed under the hands of a test.
        CI: '1',
        BROWSER: 'none',
        FORCE_COLOR: '0',
        APP_CONFIG_app_baseUrl: url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group: all of it can be ended at once.
      detached: true,
    },
  );
  const guardian = whenThisProcessEnds(
    'kill -s KILL -- "-$1"',
    [`${child.pid}`],
    env,
  );
  let output = '';
  let how;
  const take = data => {
    output = (output + data).slice(-20_000);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  ended.then(value => {
    how = `It ended (${value})`;
    guardian.dismiss();
  });
  const stop = async () => {
    tell(child.pid, 'SIGTERM');
    const patience = setTimeout(
      () => tell(child.pid, 'SIGKILL'),
      STOP_PATIENCE_MS,
    );
    await ended;
    clearTimeout(patience);
  };

  const until = Date.now() + START_PATIENCE_MS;
  while (!(await isServed(url))) {
    if (!how && Date.now() > until) {
      how = `It is not served after ${START_PATIENCE_MS / 1000} s`;
    }
    if (how) {
      await stop();
      throw new Error(
        `The plugin's development app could not be started. ${how}:\n${output
          .trimEnd()
          .split('\n')
          .slice(-30)
          .join('\n')}`,
      );
    }
    await sleep(500);
  }
  return { url, stop };
}

module.exports = { startDevApp };
