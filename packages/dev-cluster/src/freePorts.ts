import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range that Linux takes source ports of outgoing connections from (32768 and up): a port found free
// up there may be somebody's source port by the time the component binds it.
const LOWEST = 15_000;
const HIGHEST = 29_999;
const ATTEMPTS = 200;

/** Finds TCP ports that nobody listens on, on any IPv4 address; all of them different. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  for (let attempt = 0; attempt < ATTEMPTS && found.size < count; attempt++) {
    const candidate = randomInt(LOWEST, HIGHEST + 1);
    if (!found.has(candidate) && (await isFree(candidate))) {
      found.add(candidate);
    }
  }
  if (found.size < count) {
    throw new Error(
      `Found no ${count} free TCP ports between ${LOWEST} and ${HIGHEST}`,
    );
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
