import type { KubeJson } from '../cluster/KubeJson';
import type { Exchange } from './Exchange';

/** What becomes of a request or of its answer. */
export type Ruling =
  | { readonly kind: 'pass' }
  /** The engine gets this answer. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut without an answer. */
  | { readonly kind: 'cut' }
  /** The true answer, cut off in its middle. Of a request: after it was carried out. */
  | { readonly kind: 'truncate' }
  /** Nothing comes any more; the connection stays open. */
  | { readonly kind: 'silence' };

export interface WatchedEvent {
  readonly type: string;
  readonly object: KubeJson;
  readonly line: string;
}

/** Where the events of one watch go. */
export interface EventSink {
  send(line: string): void;
  /** Ends the watch as the server does. */
  end(): void;
  /** Cuts its connection. */
  cut(): void;
}

/**
 * What a fault does to the traffic between the engine and the API server. Everything is asked in the order in which
 * it comes, and waited for.
 */
export interface Interceptor {
  /** Before a request is forwarded. */
  request?(exchange: Exchange): Promise<Ruling | void> | Ruling | void;
  /** Makes the server give fewer objects to a page than the engine asks for. */
  pageSize?(exchange: Exchange): number | undefined;
  /** The server has answered, the engine does not know yet. Streams are not asked about. */
  answer?(
    exchange: Exchange,
    answer: { readonly status: number; readonly body: string },
  ): Promise<Ruling | void> | Ruling | void;
  /** The engine has the answer. */
  answered?(exchange: Exchange): Promise<void> | void;
  /** A watch is about to be opened; true: the interceptor serves it. */
  watch?(exchange: Exchange, sink: EventSink): boolean;
  /** An event of a watch is about to be passed on; true: it is taken care of. */
  event?(exchange: Exchange, event: WatchedEvent, sink: EventSink): boolean;
}
