import type { KubeConfig } from '@kubernetes/client-node';
import {
  createTransport,
  type KubeRequest,
  type Transport,
} from '../../kube/transport/Transport';

/** A transport that can keep back what the watches of some resources tell, as a slow one does. */
export function heldTransport(
  kubeConfig: KubeConfig,
  ...plurals: readonly string[]
) {
  const own = createTransport({ kubeConfig });
  const requests: KubeRequest[] = [];
  let held = Promise.resolve();
  let release: () => void = () => {};
  const transport: Transport = {
    server: own.server,
    close: () => {
      release();
      return own.close();
    },
    request: request => {
      requests.push(request);
      return own.request(request);
    },
    stream: async request => {
      const stream = await own.stream(request);
      if (!plurals.some(plural => request.path.endsWith(`/${plural}`))) {
        return stream;
      }
      return {
        pinged: stream.pinged,
        async *[Symbol.asyncIterator]() {
          for await (const bytes of stream) {
            await held;
            yield bytes;
          }
        },
      };
    },
  };
  return {
    transport,
    /** Requests so far, streams aside. */
    requests: requests as readonly KubeRequest[],
    hold() {
      held = new Promise(resolve => {
        release = resolve;
      });
    },
    release: () => release(),
  };
}
