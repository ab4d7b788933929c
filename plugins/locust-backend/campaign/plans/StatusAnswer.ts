import type { Ruling } from '../proxy/Interceptor';

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** The Status object of an API server that refuses. */
export function statusObject(code: number) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'so the campaign wants it',
    reason: REASONS[code],
    code,
  };
}

/** An API server's refusal. */
export function refusal(
  code: number,
  headers?: Readonly<Record<string, string>>,
): Ruling {
  return { kind: 'answer', status: code, body: statusObject(code), headers };
}
