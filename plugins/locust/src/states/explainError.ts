import type { Translate } from '../translations/Translate';

/** What kind of failure it is; each kind has its own screen. */
export type FailureKind =
  | 'noPermission'
  | 'notFound'
  | 'clusterUnreachable'
  | 'backendAway'
  | 'other';

/** An error as a person reads it. */
export interface Explanation {
  readonly kind: FailureKind;
  readonly message: string;
}

interface Refusal {
  readonly statusCode: number;
  readonly name?: string;
  readonly message?: string;
}

function refusalOf(error: unknown): Refusal | undefined {
  const { body } = error as {
    body?: {
      error?: { name?: unknown; message?: unknown };
      response?: { statusCode?: unknown };
    };
  };
  const statusCode = body?.response?.statusCode;
  if (typeof statusCode !== 'number') {
    return undefined;
  }
  const { name, message } = body?.error ?? {};
  return {
    statusCode,
    name: typeof name === 'string' ? name : undefined,
    message: typeof message === 'string' ? message : undefined,
  };
}

/** Decides what an error means and says the server's own sentence where there is one. */
export function explainError(error: Error, t: Translate): Explanation {
  const refusal = refusalOf(error);
  if (!refusal) {
    // `fetch` throws a TypeError when nothing answered at all.
    return error instanceof TypeError || error.name === 'TypeError'
      ? {
          kind: 'backendAway',
          message: t('states.backendSilent'),
        }
      : { kind: 'other', message: error.message };
  }
  const message = refusal.message || error.message;
  switch (refusal.statusCode) {
    case 401:
    case 403:
      return { kind: 'noPermission', message };
    case 404:
      return { kind: 'notFound', message };
    case 503:
      return refusal.name === 'ServiceUnavailableError'
        ? { kind: 'clusterUnreachable', message }
        : { kind: 'backendAway', message };
    case 502:
    case 504:
      return { kind: 'backendAway', message };
    default:
      return { kind: 'other', message };
  }
}
