import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';

const WAIT_NOTICE_MS = 300;

/**
 * Does something while holding the kernel's lock on a folder, so that of several processes one at a time does it.
 *
 * The lock is held by a `flock` process that ends when its standard input closes: whatever way this process ends,
 * the kernel closes that pipe and frees the lock, so there are no stale lock files to judge.
 */
export async function withFolderLock<T>(
  folder: string,
  onWait: () => void,
  action: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const holder = spawn(
    'flock',
    ['--exclusive', folder, 'sh', '-c', 'echo locked; exec cat'],
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  holder.stdin.on('error', () => {});
  const notice = setTimeout(onWait, WAIT_NOTICE_MS);
  try {
    await Promise.race([
      once(holder.stdout, 'data'),
      once(holder, 'close').then(([code]) => {
        throw new Error(`flock could not lock ${folder} (exit code ${code})`);
      }),
    ]);
  } finally {
    clearTimeout(notice);
  }
  try {
    return await action();
  } finally {
    const closed = once(holder, 'close');
    holder.stdin.end();
    await closed;
  }
}
