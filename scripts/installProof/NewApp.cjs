'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parse, stringify } = require('yaml');
const { runProgram } = require('../runProgram.cjs');
const { releaseVersions } = require('./releaseVersions.cjs');

/** The one that makes apps of the version of Backstage that this repository is made with. */
const CREATE_APP = '@backstage/create-app@0.9.2';
const CONFIG = 'app-config.yaml';
/** Backstage's CLI lays it over the other one. */
const LOCAL_CONFIG = 'app-config.local.yaml';

/**
 * A portal as Backstage makes one for who begins with it, in whose place we follow instructions.
 *
 * @typedef {{
 *   run: (script: string) => Promise<void>, runs it in the app's folder as a shell does, which keeps what it exports
 *   insert: (file: string, text: string, before: RegExp) => void, writes it on lines of its own
 *   configure: (config: object) => void, merges it into the app's configuration
 *   configureHere: (config: object) => void, the same, for what holds on this machine only
 *   readConfig: () => any,
 *   folder: string,
 *   env: NodeJS.ProcessEnv,
 * }} NewApp
 */

/**
 * @param {{ env: NodeJS.ProcessEnv, folder: string, legacy: boolean, onLine?: (line: string) => void }} options
 *   `legacy`: with the old frontend system
 * @returns {Promise<NewApp>} without its packages installed
 */
async function createNewApp({ env, folder, legacy, onLine }) {
  await runProgram(
    'npm',
    [
      ...['exec', '--yes', '--', CREATE_APP, '--path', folder],
      ...['--skip-install', ...(legacy ? ['--legacy'] : [])],
    ],
    {
      // A workspace's npm would look for the program there.
      cwd: path.dirname(folder),
      // It asks for the name otherwise.
      env: { ...env, BACKSTAGE_APP_NAME: 'portal' },
      onLine,
      detached: true,
    },
  );
  const manifest = path.join(folder, 'package.json');
  const { resolutions, ...others } = JSON.parse(
    fs.readFileSync(manifest, 'utf8'),
  );
  fs.writeFileSync(
    manifest,
    JSON.stringify({
      ...others,
      resolutions: { ...resolutions, ...releaseVersions(folder) },
    }),
  );
  const read = file => fs.readFileSync(path.join(folder, file), 'utf8');
  const write = (file, text) => fs.writeFileSync(path.join(folder, file), text);
  const app = {
    folder,
    env,
    run: async script => {
      app.env = await runInShell(script, app, onLine);
    },
    insert: (file, text, before) => {
      const content = read(file);
      const found = content.match(before);
      if (!found) {
        throw new Error(`${file} of a new app has nothing like ${before}`);
      }
      const rest = content.slice(found.index);
      write(file, `${content.slice(0, found.index)}\n${text}\n${rest}`);
    },
    readConfig: () => parse(read(CONFIG)),
    configure: config =>
      write(CONFIG, stringify(merged(app.readConfig(), config))),
    configureHere: config => write(LOCAL_CONFIG, stringify(config)),
  };
  return app;
}

/** Runs it up to the first command that fails, and answers the environment that it leaves. */
async function runInShell(script, { folder, env }, onLine) {
  const file = path.join(folder, '.environment.json');
  const keep =
    'require("fs").writeFileSync(process.argv[1], JSON.stringify(process.env))';
  await runProgram('sh', ['-ec', `${script}\nnode -e '${keep}' "$0"`, file], {
    cwd: folder,
    env: { ...env, FORCE_COLOR: '0' },
    onLine,
    detached: true,
  });
  const left = JSON.parse(fs.readFileSync(file, 'utf8'));
  // It may hold credentials.
  fs.rmSync(file);
  return left;
}

/** Objects are merged; everything else of the second takes the place of what the first has. */
function merged(one, other) {
  if (!isObject(one) || !isObject(other)) {
    return other;
  }
  return Object.entries(other).reduce(
    (sum, [key, value]) => ({ ...sum, [key]: merged(one[key], value) }),
    one,
  );
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

module.exports = { createNewApp };
