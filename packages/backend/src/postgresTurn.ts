import { Client } from 'pg';

/** Any number that nobody else takes in this server. */
const LOCK = 4_875_162_342;

/**
 * Waits until no other replica is starting on the same PostgreSQL. Two that make the tables of an empty database at once
 * leave two rows in Knex's table of locks, and then none is ever given. Without a PostgreSQL there is nothing to wait for;
 * one that cannot be asked is the backend's own to complain of.
 *
 * @param env - as app-config.production.yaml reads it
 * @returns what lets the next replica start
 */
export async function postgresTurn(
  env: NodeJS.ProcessEnv,
): Promise<() => Promise<void>> {
  if (!env.POSTGRES_HOST) {
    return async () => {};
  }
  const client = new Client({
    host: env.POSTGRES_HOST,
    port: Number(env.POSTGRES_PORT ?? 5432),
    user: env.POSTGRES_USER,
    password: env.POSTGRES_PASSWORD,
    database: 'postgres',
    keepAlive: true,
  });
  // A connection that breaks gives the lock back.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LOCK]);
  } catch (error) {
    process.stderr.write(`Starting without waiting for others: ${error}\n`);
  }
  return () => client.end().catch(() => {});
}
