type Answer = Pick<Response, 'status' | 'headers'>;

/** A replica of the portal that ends has another one in its place before they are over. */
const PAUSES_MS = [500, 2_000];

/** What stands between the browser and the portal says these where nothing behind it has answered. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504];

/**
 * Sends again what nobody has answered. Only for requests that the backend knows again (by an idempotency key), for
 * the one before may have been carried out.
 *
 * @throws TypeError - `fetch`'s, where the network fails for longer
 */
export async function untilAnswered<T extends Answer>(
  send: () => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      const answer = await send();
      if (!isUnanswered(answer)) {
        return answer;
      }
    } catch (error) {
      if ((error as Error).name !== 'TypeError') {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  return send();
}

/** The portal's own errors are JSON, whatever their status: a cluster that is out of reach is an answer. */
function isUnanswered({ status, headers }: Answer): boolean {
  return (
    GATEWAY_STATUSES.includes(status) &&
    !headers.get('content-type')?.includes('json')
  );
}
