/**
 * Python environments with packages of PyPI, made once and kept in the cache folder.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function cacheFolder() {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'backstage-plugin-locust',
  );
}

/** Runs a command to its end; rejects with the last lines of what it said. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 600_000,
      killSignal: 'SIGKILL',
      ...options,
    });
    let said = '';
    const keep = chunk => {
      said = (said + chunk).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(said)
        : reject(
            new Error(
              `${command} ${args.join(' ')} ended with ${code}:\n${said}`,
            ),
          ),
    );
  });
}

/**
 * The folder of the environment of this name, with these packages in it.
 * `progress` is told what takes its time.
 */
async function ensurePackages(name, wanted, { progress = () => {} } = {}) {
  const folder = path.join(cacheFolder(), name);
  const python = path.join(folder, 'bin', 'python');
  const mark = path.join(folder, 'complete.json');
  const present = fs.existsSync(mark)
    ? JSON.parse(fs.readFileSync(mark, 'utf8'))
    : [];
  if (wanted.every(each => present.includes(each))) {
    return folder;
  }
  progress(`Installing ${wanted[0].replace('==', ' ')}`);
  try {
    await run('python3', ['-m', 'venv', folder]);
  } catch (error) {
    throw new Error(
      `Python 3.10 or later with its venv module is needed (Debian: apt install python3-venv). ${error.message}`,
    );
  }
  await run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    ...wanted,
  ]);
  // Written last: an environment whose installation was cut off is made again.
  fs.writeFileSync(mark, JSON.stringify(wanted));
  return folder;
}

module.exports = { ensurePackages, run };
