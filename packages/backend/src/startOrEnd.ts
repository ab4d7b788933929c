import type { createBackend } from '@backstage/backend-defaults';

/** Migrations that are under way still: cut off, they would leave their tables locked for good. */
const MIGRATIONS_MS = 15_000;

/**
 * Starts a backend, or ends the process: what Backstage only logs would leave one that never serves anything. Whatever
 * keeps it running tries again.
 *
 * @param turn - waits until it may start, and answers what lets the next one start
 */
export function startOrEnd(
  backend: Pick<ReturnType<typeof createBackend>, 'start'>,
  turn: () => Promise<() => Promise<void>>,
  migrationsMs = MIGRATIONS_MS,
): void {
  const start = async () => {
    const endTurn = await turn();
    await backend.start();
    await endTurn();
  };
  start().catch(error => {
    process.stderr.write(`The backend could not start: ${error.stack}\n`);
    setTimeout(() => process.exit(1), migrationsMs);
  });
}
