import { spawn } from 'node:child_process';
import path from 'node:path';
import { packageFolder } from './packageFolder';

/** Watches over a cluster that must not outlive this process. */
export interface Guardian {
  /** The cluster is gone, or may live on: nothing to watch any more. */
  dismiss(): void;
}

/**
 * Starts a shell that waits on a pipe only this process holds. However this process ends, the kernel closes the pipe,
 * and the shell becomes the command that takes the cluster down. Nothing polls, and no recycled pid can mislead it.
 */
export function appointGuardian(clusterName: string): Guardian {
  const command = [
    process.execPath,
    '--require',
    require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    path.join(packageFolder(), 'src', 'cli.ts'),
    ...['down', '--name', clusterName],
  ];
  const shell = spawn(
    'sh',
    ['-c', 'if read -r _; then exit 0; fi; exec "$@"', 'guardian', ...command],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: packageFolder(),
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  // Neither the shell nor the pipe keeps this process from ending by itself.
  shell.unref();
  shell.on('error', () => {});
  const pipe = shell.stdin as typeof shell.stdin & { unref?: () => void };
  pipe.on('error', () => {});
  pipe.unref?.();
  return { dismiss: () => pipe.end('dismissed\n') };
}
