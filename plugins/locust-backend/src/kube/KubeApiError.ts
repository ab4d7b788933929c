import { redactServerMessage } from './redactServerMessage';

/**
 * Why a request failed, as far as a caller can act on it.
 *
 * - `notFound`, `alreadyExists`, `conflict`, `forbidden`, `unauthorized`, `invalid`, `badRequest`, `gone`: the server
 *   refused; nothing was written. `gone` also stands for a resource version that the server does not have *yet*: the
 *   cure, listing afresh, is the same.
 * - `tooManyRequests`: refused for now; `retryAfterSeconds` says when.
 * - `serverError`, `timeout`, `truncated`, `unreachable`, `aborted`: **the outcome of a write is unknown**.
 */
export type KubeFailure =
  | 'notFound'
  | 'alreadyExists'
  | 'conflict'
  | 'forbidden'
  | 'unauthorized'
  | 'invalid'
  | 'badRequest'
  | 'gone'
  | 'tooManyRequests'
  | 'serverError'
  | 'unreachable'
  | 'timeout'
  | 'truncated'
  | 'aborted';

/** What a request was about, for messages: never holds anything secret. */
export interface RequestIntent {
  /** The verb of Kubernetes' authorisation: get, list, watch, create, patch, delete. */
  readonly verb: string;
  /** The plural, with the subresource: `jobs`, `pods/log`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** One reason among several, as the API server gives them; messages are redacted. */
export interface FailureCause {
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
}

export interface KubeApiErrorOptions {
  readonly failure: KubeFailure;
  readonly intent: RequestIntent;
  readonly status?: number;
  readonly reason?: string;
  /** One clause for a person, already redacted. */
  readonly explanation?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly FailureCause[];
  readonly cause?: unknown;
}

/**
 * A failed request to a Kubernetes API server. The message is one sentence that names verb, resource and object and
 * can be logged and shown: no header, body, token or value of a field is in it.
 */
export class KubeApiError extends Error {
  readonly failure: KubeFailure;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** `Status.reason` of the server, for instance `AlreadyExists`. */
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
  readonly verb: string;
  /** The plural, with the subresource: `jobs`, `pods/log`. */
  readonly resource: string;
  readonly details: {
    readonly namespace?: string;
    readonly name?: string;
    readonly causes: readonly FailureCause[];
  };

  constructor(options: KubeApiErrorOptions) {
    super(sentence(options), { cause: options.cause });
    this.name = 'KubeApiError';
    this.failure = options.failure;
    this.status = options.status;
    this.reason = options.reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.verb = options.intent.verb;
    this.resource = options.intent.resource;
    this.details = {
      namespace: options.intent.namespace,
      name: options.intent.name,
      causes: options.causes ?? [],
    };
  }

  /** Reads a `Status` object, from an HTTP answer or from inside a watch. */
  static fromStatus(
    intent: RequestIntent,
    httpStatus: number,
    body: unknown,
    retryAfterSeconds?: number,
  ): KubeApiError {
    const status = asRecord(body);
    const details = asRecord(status.details);
    const reason = asString(status.reason);
    const rawCauses = Array.isArray(details.causes) ? details.causes : [];
    const failure = failureOf(httpStatus, reason, rawCauses);
    const judgesObject = failure === 'invalid' || failure === 'badRequest';
    const causes = rawCauses.slice(0, 20).map((entry): FailureCause => {
      const cause = asRecord(entry);
      const message = asString(cause.message);
      return {
        reason: asString(cause.reason),
        field: asString(cause.field),
        message: message && redactServerMessage(message, judgesObject),
      };
    });
    const message = asString(status.message);
    return new KubeApiError({
      failure,
      intent,
      status: httpStatus,
      reason,
      explanation: message && redactServerMessage(message, judgesObject),
      retryAfterSeconds:
        retryAfterSeconds ?? asSeconds(details.retryAfterSeconds),
      causes,
    });
  }
}

/** Whether the error is one of this runtime's, of one of these failures. */
export function isFailure(
  error: unknown,
  ...failures: readonly KubeFailure[]
): error is KubeApiError {
  return error instanceof KubeApiError && failures.includes(error.failure);
}

/** The message of anything thrown, fit for a log: foreign errors are cut to one short, redacted line. */
export function errorMessage(error: unknown): string {
  if (error instanceof KubeApiError) {
    return error.message;
  }
  return redactServerMessage(
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    false,
  );
}

function failureOf(
  status: number,
  reason: string | undefined,
  causes: readonly unknown[],
): KubeFailure {
  // A server that is behind (after a restart or a restored etcd) answers 504 to a version from its future, for ever.
  if (causes.some(it => asRecord(it).reason === 'ResourceVersionTooLarge')) {
    return 'gone';
  }
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 408:
    case 504:
      return 'timeout';
    case 409:
      return reason === 'AlreadyExists' ? 'alreadyExists' : 'conflict';
    case 410:
      return 'gone';
    case 422:
      return 'invalid';
    case 429:
      return 'tooManyRequests';
    default:
      return status >= 500 ? 'serverError' : 'badRequest';
  }
}

const PHRASES: Readonly<Record<KubeFailure, string>> = {
  notFound: 'it does not exist',
  alreadyExists: 'it exists already',
  conflict: 'it has changed meanwhile',
  forbidden: 'the API server forbids it',
  unauthorized: 'the API server does not accept the credentials',
  invalid: 'the API server found it invalid',
  badRequest: 'the API server does not accept the request',
  gone: 'the resource version is not available',
  tooManyRequests: 'the API server asks to slow down',
  serverError: 'the API server failed',
  unreachable: 'the API server cannot be reached',
  timeout: 'the API server did not answer in time',
  truncated: 'the answer was cut off or unreadable',
  aborted: 'it was called off',
};

function sentence(options: KubeApiErrorOptions): string {
  const { intent, failure, status, explanation } = options;
  const object = intent.name ? ` "${intent.name}"` : '';
  const place = intent.namespace ? ` in namespace "${intent.namespace}"` : '';
  const code = status === undefined ? '' : ` (${status})`;
  const why = explanation ? `: ${explanation}` : '';
  return `Could not ${intent.verb} ${intent.resource}${object}${place}: ${PHRASES[failure]}${code}${why}`;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function asSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
