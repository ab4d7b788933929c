'use strict';

const { spawn } = require('node:child_process');

/**
 * Does something once this process has ended, whichever way it ends: a shell waits on a pipe that only this process
 * holds, and the kernel closes it. Nothing polls, and no recycled process id can mislead it.
 *
 * @param {string} script what the shell is to do; the arguments are its `$1` …
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ dismiss: () => void }} `dismiss` once there is nothing left to do
 */
function whenThisProcessEnds(script, args, env) {
  const shell = spawn(
    'sh',
    ['-c', `if read -r _; then exit 0; fi; ${script}`, 'guardian', ...args],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env, cwd: '/' },
  );
  shell.on('error', () => {});
  shell.unref();
  shell.stdin.on('error', () => {});
  shell.stdin.unref();
  return { dismiss: () => shell.stdin.end('dismissed\n') };
}

module.exports = { whenThisProcessEnds };
