import { KubeApiError } from '../kube/KubeApiError';
import type {
  ByteStream,
  KubeRequest,
  Transport,
} from '../kube/transport/Transport';
import type { EngineMeter, RequestVerb } from './EngineMeter';

/** The same transport, with every request counted and every followed log known. */
export function meteredTransport(
  transport: Transport,
  meter: EngineMeter,
): Transport {
  const counted = async <T>(
    verb: RequestVerb,
    send: () => Promise<T>,
  ): Promise<T> => {
    try {
      const answer = await send();
      meter.requested(verb, 'ok');
      return answer;
    } catch (error) {
      meter.requested(
        verb,
        error instanceof KubeApiError ? error.failure : 'unknown',
      );
      throw error;
    }
  };
  return {
    server: transport.server,
    request: request =>
      counted(request.method === 'GET' ? 'read' : 'write', () =>
        transport.request(request),
      ),
    stream: async request => {
      if (isLog(request)) {
        const stream = await counted('log', () => transport.stream(request));
        const onEnd = meter.logOpened();
        request.signal?.addEventListener('abort', onEnd, { once: true });
        return untilEnd(stream, onEnd);
      }
      const stream = await counted('watch', () => transport.stream(request));
      meter.watchOpened(resourceOf(request));
      return stream;
    },
    close: () => transport.close(),
  };
}

function isLog({ path }: KubeRequest): boolean {
  return path.endsWith('/log');
}

/** A collection's path ends in its resource. */
function resourceOf({ path }: KubeRequest): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function untilEnd(stream: ByteStream, onEnd: () => void): ByteStream {
  async function* bytes() {
    try {
      yield* stream;
    } finally {
      onEnd();
    }
  }
  const iterator = bytes();
  return { pinged: stream.pinged, [Symbol.asyncIterator]: () => iterator };
}
