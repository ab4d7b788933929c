import { KubeApiError, RequestIntent } from '../KubeApiError';
import { KubeObject } from '../KubeObject';

/**
 * What a watch delivers. A bookmark promises that everything up to its version has been delivered;
 * `initialEventsEnd` marks the one that ends the initial objects of a streaming list.
 */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | {
      readonly type: 'BOOKMARK';
      readonly resourceVersion: string;
      readonly initialEventsEnd: boolean;
    };

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Decodes one line of a watch. Throws a {@link KubeApiError}: `truncated` if unreadable, else what the server reports. */
export function decodeWatchEvent<T extends KubeObject>(
  line: string,
  intent: RequestIntent,
): WatchEvent<T> {
  let event: { type?: unknown; object?: unknown } | null;
  try {
    event = JSON.parse(line);
  } catch {
    throw new KubeApiError({
      failure: 'truncated',
      intent,
      explanation: `an event of ${line.length} characters that is not JSON`,
    });
  }
  const object = event?.object;
  if (event?.type === 'ERROR') {
    const code = (object as { code?: unknown } | null | undefined)?.code;
    throw KubeApiError.fromStatus(
      intent,
      typeof code === 'number' ? code : 500,
      object,
    );
  }
  const metadata = (object as KubeObject | null | undefined)?.metadata;
  switch (event?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      if (metadata?.name) {
        return { type: event.type, object: object as T };
      }
      break;
    case 'BOOKMARK':
      if (metadata?.resourceVersion) {
        return {
          type: 'BOOKMARK',
          resourceVersion: metadata.resourceVersion,
          initialEventsEnd:
            metadata.annotations?.[INITIAL_EVENTS_END] === 'true',
        };
      }
      break;
    default:
  }
  throw new KubeApiError({
    failure: 'truncated',
    intent,
    explanation: 'an event without what its type needs',
  });
}
