'use strict';

const { constants } = require('node:os');
const { endRunningPrograms } = require('./runProgram.cjs');

const PARENT_LOOK_MS = 1_000;

/**
 * Learns that this process is to end: by Ctrl-C, by a signal, by its terminal closing, or because the npm that runs it
 * was ended without passing that on.
 *
 * @param {(reason: string) => void} onAsked called once, before what runs is asked to end
 * @returns {{ asked: Promise<number>, isAsked: () => boolean }} `asked` resolves to the exit code to end with
 */
function onEndAsked(onAsked) {
  let ending = false;
  const asked = new Promise(resolve => {
    const end = (reason, exitCode) => {
      if (ending) {
        return;
      }
      ending = true;
      onAsked(reason);
      endRunningPrograms();
      resolve(exitCode);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => end(signal, 128 + constants.signals[signal]));
    }
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) {
        end('its parent ended', 128 + constants.signals.SIGHUP);
      }
    }, PARENT_LOOK_MS).unref();
  });
  // A terminal that is gone takes no more words, which is no reason to stop half way.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  return { asked, isAsked: () => ending };
}

module.exports = { onEndAsked };
