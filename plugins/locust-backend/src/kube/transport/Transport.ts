import { RequestIntent } from '../KubeApiError';

/** One call to an API server. */
export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the server's root: `/apis/batch/v1/…`, parts already encoded. */
  readonly path: string;
  /** Undefined values are left out. */
  readonly query?: Readonly<
    Record<string, string | number | boolean | undefined>
  >;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Of the body; `application/json` if not given. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /**
   * For requests: milliseconds until the whole answer must be there. For streams: until the first byte of the answer
   * must be there, 0 for no limit (the kubelet answers the log of a silent container with its first line).
   */
  readonly timeoutMs?: number;
  /** Streams only: cut when no byte came for so long. No limit if not given. */
  readonly idleTimeoutMs?: number;
  /** For error messages; taken from method and path if not given. */
  readonly intent?: RequestIntent;
  /** Told the size of the decoded answer, so that a lister can ask for smaller pages. */
  readonly onSize?: (bytes: number) => void;
  /** Told the server's clock as it answered: milliseconds since 1970, to the second. */
  readonly onServerTime?: (time: number) => void;
}

/** The bytes of a stream as they come. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** True where the connection finds out by itself, within a minute, that its other end is gone. */
  readonly pinged?: boolean;
}

/** The road to one API server. Every failure is a {@link KubeApiError}. */
export interface Transport {
  /** Address of the API server. */
  readonly server: string;
  /** Sends a request and decodes the JSON of the answer. The type is the caller's claim, not checked. */
  request<T>(request: KubeRequest): Promise<T>;
  /**
   * Opens a stream. It ends when the server ends it, throws when it is cut, and is closed when its consumer stops
   * iterating or the signal aborts.
   */
  stream(request: KubeRequest): Promise<ByteStream>;
  /** Cuts everything that is open. The transport cannot be used afterwards. */
  close(): Promise<void>;
}

export { createTransport } from './HttpTransport';
export type { TransportOptions } from './HttpTransport';
