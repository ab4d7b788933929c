import { KubeApiError, KubeFailure, RequestIntent } from '../KubeApiError';

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/**
 * Says what a broken connection means. `cut` is the reason where we broke it ourselves; `otherwise` is what it means
 * at this point, before or after the answer has begun.
 */
export function asKubeApiError(
  error: unknown,
  intent: RequestIntent,
  cut: KubeFailure | undefined,
  otherwise: 'unreachable' | 'truncated' = 'unreachable',
): KubeApiError {
  if (cut !== undefined) {
    return new KubeApiError({ failure: cut, intent });
  }
  if (error instanceof KubeApiError) {
    return error;
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return new KubeApiError({
    failure: TIMEOUT_CODES.has(code) ? 'timeout' : otherwise,
    intent,
    // The code says it all (ECONNREFUSED, CERT_HAS_EXPIRED); messages may name files and addresses of proxies.
    explanation: /^[A-Z0-9_]{3,60}$/.test(code) ? code : undefined,
  });
}
