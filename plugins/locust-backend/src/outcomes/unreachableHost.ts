import type { RequestError, Statistics } from 'backstage-plugin-locust-common';
import type { UnreachableHost } from '../runs/UnreachableHost';

/** As Python, gevent, requests and geventhttpclient say it; the first that fits counts. */
const CAUSES: readonly (readonly [UnreachableHost['cause'], RegExp])[] = [
  [
    'unresolved',
    /gaierror|NameResolutionError|Name or service not known|Temporary failure in name resolution|No address associated with hostname/,
  ],
  ['refused', /ConnectionRefusedError|Connection refused/],
  [
    'noRoute',
    /No route to host|Network is unreachable|Host is (?:down|unreachable)/,
  ],
  ['timeout', /ConnectTimeout|ReadTimeout|TimeoutError|timed out/],
];

/** Old versions of Locust print errors as Python does, with their quotes escaped. */
const NAMED = /host=\\*'([^'\\]{1,253})\\*', port=(\d{1,5})/;
const UNRESOLVED = /Failed to resolve \\*'([^'\\]{1,253})\\*'/;

/**
 * Whether the host was never there: every request has failed, and each for want of a connection or an answer. What a
 * host answers, be it an error, it was reached for.
 */
export function unreachableHost(
  total: Pick<Statistics, 'requests' | 'failures'> | undefined,
  errors: readonly RequestError[],
): UnreachableHost | undefined {
  if (
    !total ||
    total.requests === 0 ||
    total.failures < total.requests ||
    errors.length === 0
  ) {
    return undefined;
  }
  const occurrences = new Map<UnreachableHost['cause'], number>();
  for (const error of errors) {
    const cause = causeOf(error.message);
    if (!cause) {
      return undefined;
    }
    occurrences.set(cause, (occurrences.get(cause) ?? 0) + error.occurrences);
  }
  const [[cause]] = [...occurrences].sort(([, a], [, b]) => b - a);
  const host = errors
    .filter(it => causeOf(it.message) === cause)
    .map(it => hostIn(it.message))
    .find(it => it !== undefined);
  return { cause, ...(host !== undefined && { host }) };
}

function causeOf(message: string): UnreachableHost['cause'] | undefined {
  return CAUSES.find(([, pattern]) => pattern.test(message))?.[0];
}

function hostIn(message: string): string | undefined {
  const named = NAMED.exec(message);
  return named ? `${named[1]}:${named[2]}` : UNRESOLVED.exec(message)?.[1];
}
