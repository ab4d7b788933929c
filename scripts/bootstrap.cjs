'use strict';

/**
 * Makes a fresh clone ready to run: the right Node, and the workspace's packages.
 *
 * Plain JavaScript without dependencies that any Node from 18 on can run. Everything it says goes to stderr.
 */

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { withFileLock } = require('./fileLock.cjs');
const { say, withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');
const {
  canInstallSystemPackages,
  ensureSystemPackages,
  findProgram,
} = require('./systemPackages.cjs');

const ROOT = path.resolve(__dirname, '..');

// Backstage asks for Node 22 or 24, but from 24.19 on better-sqlite3 12 crashes at exit, so 22 it is.
const NODE_VERSION = '22.23.3';
const NODE_MAJOR = 22;
const NODE_MINOR_AT_LEAST = 19;
const OLDEST_NODE = 18;

const YARN = path.join(ROOT, '.yarn', 'releases', 'yarn-4.13.0.cjs');
const LOCAL_CACHE = path.join(ROOT, '.cache');
const STAMP = path.join(ROOT, 'node_modules', '.installed-for');

function cacheFolder() {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'backstage-plugin-locust',
  );
}

/** The prefix (`bin`, `include`) of a Node that this workspace runs on. */
async function provideNode(quiet) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  if (
    major === NODE_MAJOR &&
    minor >= NODE_MINOR_AT_LEAST &&
    hasHeadersOf(prefix, process.versions.node)
  ) {
    return prefix;
  }
  const target = path.join(cacheFolder(), 'toolchain', `node-${NODE_VERSION}`);
  if (!fs.existsSync(path.join(target, 'bin', 'node'))) {
    await withFileLock(
      `${target}.lock`,
      () => quiet || say(`Waiting for another process that fetches Node`),
      () => fetchNode(target, quiet),
    );
  }
  return target;
}

function hasHeadersOf(prefix, version) {
  try {
    const header = fs.readFileSync(
      path.join(prefix, 'include', 'node', 'node_version.h'),
      'utf8',
    );
    const number = name =>
      header.match(new RegExp(`#define ${name} (\\d+)`))?.[1];
    return (
      [
        number('NODE_MAJOR_VERSION'),
        number('NODE_MINOR_VERSION'),
        number('NODE_PATCH_VERSION'),
      ].join('.') === version
    );
  } catch {
    return false;
  }
}

async function fetchNode(target, quiet) {
  if (fs.existsSync(path.join(target, 'bin', 'node'))) {
    return;
  }
  const otherwise = `install Node ${NODE_MAJOR}.${NODE_MINOR_AT_LEAST} or a newer ${NODE_MAJOR}.x from https://nodejs.org and run this with it`;
  const packageName = `node-${process.platform}-${process.arch}`;
  const [npm, ...npmArgs] = findNpm() ?? [];
  if (!npm) {
    throw new Error(
      `npm is missing, which Node ${NODE_VERSION} would be fetched with: ${otherwise}`,
    );
  }
  const work = `${target}.new-${process.pid}`;
  fs.mkdirSync(work, { recursive: true });
  try {
    await withProgress(
      `Fetching Node ${NODE_VERSION} (this machine's is ${process.versions.node})`,
      () =>
        runProgram(
          npm,
          [
            ...npmArgs,
            'install',
            '--prefix',
            work,
            '--no-save',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            `${packageName}@${NODE_VERSION}`,
          ],
          // In its own folder, so that no package.json or .npmrc of this workspace has a say.
          { cwd: work, env: withoutNpmLeftovers(process.env) },
        ),
      { quiet },
    );
    const unpacked = path.join(work, 'node_modules', packageName);
    await runProgram(path.join(unpacked, 'bin', 'node'), ['--version']);
    fs.renameSync(unpacked, target);
  } catch (error) {
    const notThere = /E404|ETARGET|notarget/.test(error.output ?? '');
    throw new Error(
      notThere
        ? `There is no Node ${NODE_VERSION} for ${process.platform} on ${process.arch} in the npm registry: ${otherwise}`
        : `Node ${NODE_VERSION} could not be fetched from the npm registry (${lastError(
            error,
          )}): see to the network or npm's registry setting, or ${otherwise}`,
      { cause: error },
    );
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function findNpm() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm && /npm-cli\.c?js$/.test(fromNpm) && fs.existsSync(fromNpm)) {
    return [process.execPath, fromNpm];
  }
  const found = findProgram('npm');
  return found ? [found] : undefined;
}

/** Without what npm tells its scripts about the workspace that it runs them for. */
function withoutNpmLeftovers(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^npm_(config_(local_prefix|prefix|nodedir)|package_|lifecycle_)/i.test(
          name,
        ),
    ),
  );
}

function lastError(error) {
  const lines = String(error.output ?? error.message)
    .split('\n')
    .map(line => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter(line => line && !/complete log|^code /.test(line));
  return (lines[0] ?? error.message).slice(0, 200);
}

/** The environment in which the workspace's programs find this Node, its headers and the committed Yarn. */
function environment(prefix) {
  const shims = path.join(LOCAL_CACHE, 'bin');
  const env = {
    ...withoutNpmLeftovers(process.env),
    PATH: [path.join(prefix, 'bin'), shims, process.env.PATH].join(
      path.delimiter,
    ),
    // npm's own configuration may name the headers of another Node.
    npm_config_nodedir: prefix,
  };
  const shim = path.join(shims, 'yarn');
  const content = `#!/bin/sh\nexec "${path.join(
    prefix,
    'bin',
    'node',
  )}" "${YARN}" "$@"\n`;
  if (!fs.existsSync(shim) || fs.readFileSync(shim, 'utf8') !== content) {
    fs.mkdirSync(shims, { recursive: true });
    const fresh = `${shim}.${process.pid}`;
    fs.writeFileSync(fresh, content, { mode: 0o755 });
    fs.renameSync(fresh, shim);
  }
  return env;
}

/** A digest of all that decides what `yarn install` puts into node_modules. */
function wantedInstallation() {
  const hash = createHash('sha256');
  hash.update(`node ${NODE_MAJOR} ${process.platform} ${process.arch}\n`);
  for (const file of ['yarn.lock', '.yarnrc.yml']) {
    hash.update(fs.readFileSync(path.join(ROOT, file)));
  }
  for (const folder of workspaceFolders()) {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    hash.update(
      JSON.stringify(
        [
          'name',
          'bin',
          'workspaces',
          'resolutions',
          'dependencies',
          'devDependencies',
          'optionalDependencies',
          'peerDependencies',
        ].map(field => manifest[field] ?? null),
      ),
    );
  }
  return hash.digest('hex');
}

function workspaceFolders() {
  const found = [ROOT];
  for (const parent of ['packages', 'plugins']) {
    const folder = path.join(ROOT, parent);
    for (const name of fs.readdirSync(folder).sort()) {
      if (fs.existsSync(path.join(folder, name, 'package.json'))) {
        found.push(path.join(folder, name));
      }
    }
  }
  return found;
}

function isInstalled() {
  try {
    return fs.readFileSync(STAMP, 'utf8').trim() === wantedInstallation();
  } catch {
    return false;
  }
}

async function installPackages(node, env, quiet) {
  if (isInstalled()) {
    return;
  }
  await withFileLock(
    path.join(LOCAL_CACHE, 'install.lock'),
    () => quiet || say('Waiting for another process that installs packages'),
    async () => {
      if (!isInstalled()) {
        await provideCompiler(quiet);
        await yarnInstall(node, env, quiet);
        await requireNativeModules(node, env);
        fs.writeFileSync(STAMP, `${wantedInstallation()}\n`);
      }
    },
  );
}

const COMPILER = [
  { package: 'python3', present: () => Boolean(findProgram('python3')) },
  { package: 'make', present: () => Boolean(findProgram('make')) },
  {
    package: 'g++',
    present: () => Boolean(findProgram('c++') ?? findProgram('g++')),
  },
];

/** Native modules come ready-made where their makers' downloads are reachable, and are compiled where not. */
async function provideCompiler(quiet) {
  if (canInstallSystemPackages()) {
    await ensureSystemPackages(COMPILER, {
      why: 'to compile native modules',
      quiet,
    });
  }
}

async function yarnInstall(node, env, quiet) {
  const args = [YARN, 'install'];
  if (process.env.CI) {
    args.push('--immutable');
  }
  const fromNpm = await settingsFromNpm(env);
  try {
    await withProgress(
      'Installing packages (about three minutes the first time)',
      async detail => {
        await runProgram(node, args, {
          cwd: ROOT,
          env: { ...fromNpm, ...env, FORCE_COLOR: '0' },
          onLine: line => {
            const built = line.match(/│ (\S+?)@npm:.* must be built/);
            const step = line.match(/┌ (.* step)$/);
            if (built || step) {
              detail(built ? `building ${built[1]}` : step[1].toLowerCase());
            }
          },
        });
      },
      { quiet },
    );
  } catch (error) {
    const output = String(error.output ?? error.message);
    say(output.split('\n').slice(-40).join('\n'));
    if (/YN0028/.test(output)) {
      throw new Error(
        'yarn.lock does not fit the package.json files, which CI does not put right by itself: run "npm start" or "npm test" once outside CI and commit yarn.lock',
        { cause: error },
      );
    }
    if (
      /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|RequestError/.test(output)
    ) {
      throw new Error(
        'Packages could not be fetched because no npm registry answers: see to the network, or name your registry in the environment variable YARN_NPM_REGISTRY_SERVER',
        { cause: error },
      );
    }
    throw new Error(
      'Packages could not be installed; what Yarn said last is above',
      { cause: error },
    );
  }
}

/** Yarn reads no .npmrc: someone whose npm uses a registry or certificates of their own wants them here as well. */
async function settingsFromNpm(env) {
  const [npm, ...npmArgs] = findNpm() ?? [];
  if (!npm) {
    return {};
  }
  const read = async key => {
    try {
      const printed = await runProgram(
        npm,
        [...npmArgs, 'config', 'get', key, '--loglevel=silent'],
        { cwd: os.tmpdir(), env },
      );
      // Newer npms warn about settings that they do not know, before the answer and at any log level.
      const value = printed.trim().split('\n').pop().trim();
      return /^(null|undefined)?$/.test(value) ? '' : value;
    } catch {
      return '';
    }
  };
  const [registry, certificates] = await Promise.all([
    read('registry'),
    read('cafile'),
  ]);
  return {
    ...(registry.startsWith('http') &&
      !registry.startsWith('https://registry.npmjs.org') && {
        YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
        ...(registry.startsWith('http:') && {
          YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
        }),
      }),
    ...(certificates && { YARN_HTTPS_CA_FILE_PATH: certificates }),
  };
}

/** The database needs its native part; a failed build is only a warning to Yarn when the package is optional. */
async function requireNativeModules(node, env) {
  try {
    await runProgram(
      node,
      ['-e', "new (require('better-sqlite3'))(':memory:').close()"],
      { cwd: path.join(ROOT, 'packages', 'backend'), env },
    );
  } catch (error) {
    const missing = COMPILER.filter(entry => !entry.present()).map(
      entry => entry.package,
    );
    throw new Error(
      missing.length > 0
        ? `better-sqlite3 could not be built because ${missing.join(
            ', ',
          )} is missing: install a C++ compiler, make and python3 (Debian: "sudo apt-get install python3 make g++", macOS: "xcode-select --install")`
        : `better-sqlite3 was not built: delete node_modules and try again, or see what "yarn rebuild better-sqlite3" says`,
      { cause: error },
    );
  }
}

/**
 * Makes the workspace ready; within a second when it already is.
 *
 * @param {{ quiet?: boolean }} [options] `quiet` leaves out the progress
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run and the environment to run it in
 * @throws Error with one sentence that says what is missing and how to get it
 */
async function bootstrap({ quiet = false } = {}) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(
      `Node ${process.versions.node} is too old even to begin: install Node ${OLDEST_NODE} or newer from https://nodejs.org`,
    );
  }
  const prefix = await provideNode(quiet);
  const node = path.join(prefix, 'bin', 'node');
  const env = environment(prefix);
  await installPackages(node, env, quiet);
  return { node, env };
}

module.exports = { bootstrap, settingsFromNpm };

if (require.main === module) {
  bootstrap().then(
    () => say('Ready'),
    error => {
      say(error.message);
      process.exitCode = 1;
    },
  );
}
