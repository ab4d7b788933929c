/**
 * Runs real Locust masters, each with two workers, against a small HTTP server on the loopback interface, and records
 * what the masters print beside what they hold at their end.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { ensureLocust, VERSIONS } = require('./locustEnvironment.cjs');

const LOCUSTFILES = path.join(__dirname, 'locustfiles');
const REPORTER = path.join(__dirname, '..', 'reporter');
const SOURCES = path.join(__dirname, '..', 'src');
const FIXTURES = path.join(SOURCES, 'outcomes', '__fixtures__');
const EXPORT_FIXTURES = path.join(SOURCES, 'exports', '__fixtures__');

const CASES = {
  normal: { file: 'shop.py', env: { LOCUST_RUN_TIME: '9s' } },
  'only-summary': {
    file: 'shop.py',
    env: { LOCUST_RUN_TIME: '6s', LOCUST_ONLY_SUMMARY: 'true' },
  },
  stopped: {
    file: 'shop.py',
    env: { LOCUST_RUN_TIME: '5m' },
    stopAfterMs: 8000,
  },
  'no-requests': { file: 'idle.py', env: { LOCUST_RUN_TIME: '5s' } },
  prints: { file: 'prints.py', env: { LOCUST_RUN_TIME: '6s' } },
  shape: { file: 'shape.py', env: {} },
  'syntax-error': {
    file: 'mistake.py',
    env: { LOCUST_RUN_TIME: '5s' },
    fails: true,
  },
  'module-missing': { file: 'lacking.py', env: {}, fails: true, few: true },
  'no-users': { file: 'nobody.py', env: {}, fails: true, few: true },
  'no-locustfile': { file: 'nothing.py', env: {}, fails: true, few: true },
  'wrong-arguments': {
    file: 'idle.py',
    env: {},
    args: ['--wokers=3'],
    fails: true,
    few: true,
  },
  'no-workers': {
    file: 'idle.py',
    env: { LOCUST_EXPECT_WORKERS_MAX_WAIT: '2' },
    fails: true,
    few: true,
  },
  refused: {
    file: 'knocking.py',
    env: { LOCUST_RUN_TIME: '6s', LOCUST_HOST: 'http://127.0.0.1:9' },
    few: true,
  },
  killed: {
    file: 'shop.py',
    env: { LOCUST_RUN_TIME: '5m' },
    stopAfterMs: 7000,
    signal: 'SIGKILL',
  },
  // With the files that Locust itself writes, to hold our exports against.
  csv: { file: 'few.py', env: { LOCUST_RUN_TIME: '12s' }, csv: true },
};

/** The newest version's alone, read by the reporter: what is exported is what the reporter has told. */
const isRecorded = ({ version, name, reporter }) =>
  (!CASES[name].csv || (reporter && version === VERSIONS.at(-1))) &&
  // The same in all versions but for words that have changed once.
  (!CASES[name].few || [VERSIONS[0], VERSIONS.at(-1)].includes(version));

/** A shop: fast, slow and failing every fourth time. */
function startShop() {
  let flaky = 0;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://shop');
    const answer = status => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end('ok\n');
    };
    request.resume();
    switch (url.pathname) {
      case '/fast':
        return answer(200);
      case '/slow':
        return setTimeout(answer, 120 + Math.random() * 200, 200);
      case '/flaky':
        flaky += 1;
        return answer(flaky % 4 === 0 ? 503 : 200);
      default:
        return answer(404);
    }
  });
  // Node refuses methods it does not know with 400 before any handler: those requests fail, which is as good here.
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
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

function ended(child) {
  return new Promise(resolve => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

async function record({ version, name, reporter, shop, folder, to }) {
  const {
    file,
    env,
    stopAfterMs,
    signal = 'SIGTERM',
    fails,
    csv,
    args = [],
  } = CASES[name];
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-'));
  const expectedFile = path.join(work, 'expected.json');
  const port = await freePort();
  const environment = {
    PATH: process.env.PATH,
    HOME: work,
    LANG: 'C.UTF-8',
    PYTHONUTF8: '1',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    LOCUST_LOCUSTFILE: path.join(LOCUSTFILES, file),
    LOCUST_HOST: `http://127.0.0.1:${shop.address().port}`,
    LOCUST_USERS: '10',
    LOCUST_SPAWN_RATE: '5',
    ...env,
  };
  if (name === 'shape') {
    delete environment.LOCUST_USERS;
    delete environment.LOCUST_SPAWN_RATE;
  }
  const locust = path.join(folder, 'bin', 'locust');
  const chunks = [];
  const master = spawn(
    locust,
    [
      '--master',
      '--headless',
      '--expect-workers=2',
      '--master-bind-host=127.0.0.1',
      `--master-bind-port=${port}`,
      ...args,
      ...(csv ? [`--csv=${path.join(work, 'locust')}`] : []),
    ],
    {
      cwd: work,
      env: {
        ...environment,
        EXPECTED_FILE: expectedFile,
        ...(reporter && { PYTHONPATH: REPORTER }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // As a container runtime does: both streams into one log, in the order they come.
  master.stdout.on('data', chunk => chunks.push(chunk));
  master.stderr.on('data', chunk => chunks.push(chunk));
  const masterEnded = ended(master);
  const workers = fails
    ? []
    : [0, 1].map(() => {
        const workerEnvironment = { ...environment };
        delete workerEnvironment.LOCUST_RUN_TIME;
        return spawn(
          locust,
          [
            '--worker',
            '--headless',
            '--master-host=127.0.0.1',
            `--master-port=${port}`,
          ],
          { cwd: work, env: workerEnvironment, stdio: 'ignore' },
        );
      });
  const workersEnded = workers.map(ended);
  const children = [master, ...workers];
  let hung = false;
  const timers = [
    // Nothing here takes half as long; a hanging Locust must not hang the recording.
    setTimeout(() => {
      hung = true;
      children.forEach(child => child.kill('SIGKILL'));
    }, 90_000),
  ];
  if (stopAfterMs) {
    // Counted from the first worker's report, as a start on a busy machine takes its time; where it takes too long
    // Locust says something else.
    const started = setInterval(() => {
      if (
        /All users spawned|Spawning is complete/.test(Buffer.concat(chunks))
      ) {
        clearInterval(started);
        timers.push(setTimeout(() => master.kill(signal), stopAfterMs));
      }
    }, 200);
    timers.push(started);
  }
  const { code } = await masterEnded;
  timers.push(
    setTimeout(() => workers.forEach(child => child.kill('SIGKILL')), 3000),
  );
  await Promise.all(workersEnded);
  timers.forEach(timer => clearTimeout(timer));
  if (hung) {
    throw new Error(`Locust ${version}, ${name} did not end and was killed`);
  }

  const neutral = text => neutralise(text, { folder, work });
  const target = path.join(to, version);
  const base = path.join(target, `${name}${reporter ? '.reporter' : ''}`);
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(
    `${base}.log`,
    neutral(Buffer.concat(chunks).toString('utf8')),
  );
  const expected = fs.existsSync(expectedFile)
    ? JSON.parse(neutral(fs.readFileSync(expectedFile, 'utf8')))
    : {};
  fs.writeFileSync(
    `${base}.json`,
    `${JSON.stringify({ ...expected, processExitCode: code }, null, 2)}\n`,
  );
  for (const written of fs.readdirSync(work)) {
    if (written.endsWith('.csv')) {
      fs.writeFileSync(
        path.join(target, written),
        neutral(fs.readFileSync(path.join(work, written), 'utf8')),
      );
    }
  }
  fs.rmSync(work, { recursive: true, force: true });
}

/** Names and folders of the machine that recorded say nothing about Locust. */
function neutralise(text, { folder, work }) {
  const python = fs.realpathSync(path.join(folder, 'bin', 'python'));
  const replacements = [
    [folder, '/opt/locust'],
    [fs.realpathSync(folder), '/opt/locust'],
    [LOCUSTFILES, '/mnt/locust'],
    [REPORTER, '/mnt/reporter'],
    [work, '/home/locust'],
    [path.dirname(path.dirname(python)), '/usr/local'],
  ];
  const withoutFolders = replacements.reduce(
    (result, [from, to]) =>
      from.length > 1 ? result.replaceAll(from, to) : result,
    text,
  );
  // Only where Locust puts it, before a level or an id: a host may be called anything.
  const host = os.hostname().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const short = host.replace(/\\\..*/, '');
  return withoutFolders.replace(
    new RegExp(`(?<![\\w.-])(?:${host}|${short})(?=[/_])`, 'g'),
    'master-0',
  );
}

async function main(args) {
  const versions = args.filter(each => /^\d/.test(each));
  const names = args.filter(each => each in CASES);
  const unknown = args.find(
    each => !versions.includes(each) && !names.includes(each),
  );
  if (unknown) {
    throw new Error(
      `"${unknown}" is neither a version of Locust nor one of ${Object.keys(
        CASES,
      ).join(', ')}`,
    );
  }
  const say = text => process.stderr.write(`${text}\n`);
  const shop = await startShop();
  try {
    const jobs = [];
    for (const version of versions.length ? versions : VERSIONS) {
      const folder = await ensureLocust(version, { progress: say });
      for (const name of names.length ? names : Object.keys(CASES)) {
        for (const reporter of [false, true]) {
          const job = { version, name, reporter, shop, folder };
          if (isRecorded(job)) {
            const to = CASES[name].csv ? EXPORT_FIXTURES : FIXTURES;
            jobs.push({ ...job, to });
          }
        }
      }
    }
    let next = 0;
    const work = async () => {
      while (next < jobs.length) {
        const job = jobs[next];
        next += 1;
        say(
          `${next}/${jobs.length} Locust ${job.version}, ${job.name}${
            job.reporter ? ' with the reporter' : ''
          }`,
        );
        await record(job);
      }
    };
    await Promise.all([work(), work(), work()]);
  } finally {
    shop.closeAllConnections();
    shop.close();
  }
}

module.exports = { main };
