'use strict';

const { spawn } = require('node:child_process');

/** A program that ended with something else than 0; `output` is what it said last. */
class ProgramFailed extends Error {
  constructor(command, code, output) {
    super(`${command} failed (${code})`);
    this.name = 'ProgramFailed';
    this.code = code;
    this.output = output;
  }
}

const KEPT_OUTPUT = 200_000;

/** Children that run, each with whether it leads a process group of its own. */
const running = new Map();

/** Asks all that `runProgram` has running to end. */
function endRunningPrograms() {
  for (const [child, detached] of running) {
    try {
      process.kill(detached ? -child.pid : child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * Runs a program to its end without showing what it prints. With `detached` it leads a process group of its own, which
 * the terminal's Ctrl-C does not reach.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, input?: string, detached?: boolean }} options
 * @returns {Promise<string>} what it printed on both outputs, the end of it
 */
function runProgram(
  command,
  args,
  { cwd, env, onLine, input, detached = false } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    running.set(child, detached);
    let output = '';
    const take = data => {
      output = (output + data).slice(-KEPT_OUTPUT);
      if (onLine) {
        for (const line of String(data).split('\n')) {
          if (line.trim()) {
            onLine(line.trim());
          }
        }
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    if (input !== undefined) {
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    }
    child.on('error', error => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) {
        resolve(output);
      } else {
        reject(
          new ProgramFailed(
            [command, ...args].join(' '),
            signal ?? `exit code ${code}`,
            output,
          ),
        );
      }
    });
  });
}

module.exports = { endRunningPrograms, ProgramFailed, runProgram };
