import { errorMessage, KubeApiError, RequestIntent } from '../KubeApiError';
import { KubeObject } from '../KubeObject';
import { ByteStream, KubeRequest } from '../transport/Transport';
import { Selection } from './listPages';
import { LineTooLongError, readLines } from './readLines';
import { decodeWatchEvent, WatchEvent } from './WatchEvent';

export interface WatchOptions extends Selection {
  /** Events after this version; not given, the present objects come first as ADDED. */
  readonly resourceVersion?: string;
  /** The server ends the watch after so long. */
  readonly timeoutSeconds?: number;
  /** A streaming list (KEP-3157): the present objects, a bookmark with `initialEventsEnd`, then the changes. */
  readonly sendInitialEvents?: boolean;
  /** Cut as `timeout` when no byte came for so long. */
  readonly idleTimeoutMs?: number;
  /** Told once the server has accepted the watch, and whether the connection notices its own death. */
  readonly onOpen?: (connection: { readonly pinged: boolean }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Watches until the server ends it, which it does regularly and without an error: go on from the last version.
 * Throws `gone` if events after the version asked for are no longer kept: list afresh.
 */
export async function* watchEvents<T extends KubeObject>(
  open: (query: NonNullable<KubeRequest['query']>) => Promise<ByteStream>,
  intent: RequestIntent,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const { labelSelector, fieldSelector, resourceVersion, timeoutSeconds } =
    options;
  const stream = await open({
    watch: true,
    allowWatchBookmarks: true,
    labelSelector,
    fieldSelector,
    resourceVersion,
    timeoutSeconds,
    ...(options.sendInitialEvents && {
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
    }),
  });
  options.onOpen?.({ pinged: stream.pinged === true });
  try {
    for await (const line of readLines(stream)) {
      if (line !== '') {
        yield decodeWatchEvent<T>(line, intent);
      }
    }
  } catch (error) {
    if (error instanceof LineTooLongError) {
      throw new KubeApiError({
        failure: 'truncated',
        intent,
        explanation: errorMessage(error),
      });
    }
    throw error;
  }
}
