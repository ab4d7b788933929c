import { request } from 'node:https';

const PROBE_TIMEOUT_MS = 3_000;

/**
 * Whether a registry answers within three seconds.
 *
 * It answers an anonymous caller with 401, which is as good as 200 here: the question is only whether it is there.
 */
export function registryAnswers(
  url = 'https://registry-1.docker.io/v2/',
): Promise<boolean> {
  return new Promise(resolve => {
    const call = request(url, { agent: false }, response => {
      response.resume();
      resolve(response.statusCode === 200 || response.statusCode === 401);
      clearTimeout(deadline);
    });
    // A timer of our own: the request's option counts idle time only, and looking the name up may hang as well.
    const deadline = setTimeout(
      () => call.destroy(new Error('timed out')),
      PROBE_TIMEOUT_MS,
    );
    call.on('error', () => {
      clearTimeout(deadline);
      resolve(false);
    });
    call.end();
  });
}
