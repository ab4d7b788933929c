import { isFailure } from '../../kube/KubeApiError';
import type { Transport } from '../../kube/transport/Transport';

/** The same transport, with `onRefused` called whenever the server says that we may not. */
export function noticingRefusals(
  transport: Transport,
  onRefused: () => void,
): Transport {
  const noticed = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (isFailure(error, 'forbidden')) {
        onRefused();
      }
      throw error;
    }
  };
  return {
    server: transport.server,
    request: request => noticed(transport.request(request)),
    stream: request => noticed(transport.stream(request)),
    close: () => transport.close(),
  };
}
