'use strict';

const fs = require('node:fs');
const path = require('node:path');

const RETRY_MS = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock file, or says which living process has it. */
function tryLock(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
  let holder;
  try {
    holder = Number(fs.readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
  if (holder && !isAlive(holder)) {
    // Of several processes that see a dead holder, the rename succeeds for one; what it took away is looked at once
    // more, because another may have locked anew between our look and our rename.
    const taken = `${file}.${process.pid}`;
    try {
      fs.renameSync(file, taken);
      if (Number(fs.readFileSync(taken, 'utf8')) !== holder) {
        fs.linkSync(taken, file);
      }
      fs.unlinkSync(taken);
    } catch {
      // Someone else was faster.
    }
    return 0;
  }
  return holder;
}

/** Does something while no other process that asks for the same lock file does. */
async function withFileLock(file, onWait, action) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let waited = false;
  for (;;) {
    const holder = tryLock(file);
    if (holder === undefined) {
      break;
    }
    if (holder && !waited) {
      waited = true;
      onWait(holder);
    }
    await new Promise(resolve => setTimeout(resolve, RETRY_MS));
  }
  const unlock = () => fs.rmSync(file, { force: true });
  process.once('exit', unlock);
  try {
    return await action();
  } finally {
    process.off('exit', unlock);
    unlock();
  }
}

module.exports = { withFileLock };
