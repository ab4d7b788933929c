'use strict';

/** What development servers of frontends have in common. */

/** The server holds its first answer back until everything is compiled. */
async function isServed(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Sends a signal to a process and all it has started. */
function tell(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

module.exports = { isServed, tell };
