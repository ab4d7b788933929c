const PROBE_TIMEOUT_MS = 3_000;

/**
 * Whether a registry answers, within three seconds.
 *
 * It answers an anonymous caller with 401, which is as good as 200 here: the question is only whether it is there.
 */
export async function registryAnswers(
  url = 'https://registry-1.docker.io/v2/',
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.status === 200 || response.status === 401;
  } catch {
    return false;
  }
}
