'use strict';

/** Anything shorter than this is not worth a line. */
const QUIET_MS = 2_000;
const REPORT_EVERY_MS = 10_000;

function say(message) {
  process.stderr.write(`${message}\n`);
}

function seconds(milliseconds) {
  const total = Math.round(milliseconds / 1000);
  return total < 60
    ? `${total} s`
    : `${Math.floor(total / 60)} min ${total % 60} s`;
}

/**
 * Does something and says so on stderr once it takes longer than two seconds, then again and again until it ends.
 * The action is given a function that notes what it is at.
 */
async function withProgress(title, action, { quiet = false } = {}) {
  const startedAt = Date.now();
  let detail = '';
  let shown = false;
  const report = () => {
    if (!quiet) {
      const elapsed = seconds(Date.now() - startedAt);
      say(
        shown
          ? `  … ${elapsed}${detail ? `, ${detail}` : ''}`
          : `${title}${detail ? ` (${detail})` : ''}`,
      );
      shown = true;
    }
  };
  const first = setTimeout(report, QUIET_MS);
  const later = setInterval(report, REPORT_EVERY_MS);
  try {
    const result = await action(text => {
      detail = text;
    });
    if (shown) {
      say(`  done in ${seconds(Date.now() - startedAt)}`);
    }
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(later);
  }
}

module.exports = { say, seconds, withProgress };
