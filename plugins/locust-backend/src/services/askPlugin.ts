import { ServiceUnavailableError } from '@backstage/errors';

/** As Node's and undici's clients call a connection that broke or could not be had. */
const BROKEN = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * Asks another plugin of Backstage something that changes nothing, over HTTP. Where the connection breaks, once more: a
 * client may take one that it has kept at the very moment in which the other end gives it up.
 *
 * @param whom - for a person: `the catalog`
 * @throws ServiceUnavailableError where that does not help; what the other one says is thrown as it is
 */
export async function askPlugin<T>(
  whom: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isBroken(error)) {
      throw error;
    }
  }
  try {
    return await ask();
  } catch (error) {
    throw isBroken(error)
      ? new ServiceUnavailableError(
          `Could not ask ${whom}: the connection to it broke; try again in a moment`,
          error,
        )
      : error;
  }
}

function isBroken(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as {
    readonly code?: unknown;
    readonly cause?: unknown;
  };
  return (
    (typeof code === 'string' && BROKEN.includes(code)) ||
    (cause !== undefined && isBroken(cause))
  );
}
