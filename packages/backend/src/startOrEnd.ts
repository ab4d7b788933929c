import type { createBackend } from '@backstage/backend-defaults';

/**
 * Starts a backend, or ends the process: what Backstage only logs would leave one that never serves anything. Whatever
 * keeps it running tries again; two replicas on an empty database get into each other's migrations the first time.
 */
export function startOrEnd(
  backend: Pick<ReturnType<typeof createBackend>, 'start'>,
): void {
  backend.start().catch(error => {
    process.stderr.write(`The backend could not start: ${error.stack}\n`);
    process.exit(1);
  });
}
