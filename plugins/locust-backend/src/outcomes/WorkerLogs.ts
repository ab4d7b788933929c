import type { KubeClient } from '../kube/client/KubeClient';
import { errorMessage } from '../kube/KubeApiError';
import type { Logger } from '../kube/Logger';
import type { LocustFailure } from '../runs/LocustFailure';
import type { WorkerPod } from '../runs/RunObserver';
import { readMasterLog } from './readMasterLog';

/** A traceback is at the end, and no longer than this. */
const LINES = 200;
const BYTES = 256 * 1024;
const MAX_KNOWN = 1_000;

/** What a kubelet says in place of a log whose container it has just removed, as if it were one. */
const NO_LOG = 'unable to retrieve container logs for ';

/** Reads why workers have ended from the ends of their logs, each pod's once. Nothing of them is kept but that. */
export class WorkerLogs {
  /** By pod; without a failure: still being read, or it tells nothing. */
  private readonly known = new Map<string, { failure?: LocustFailure }>();

  constructor(
    private readonly options: {
      readonly client: Pick<KubeClient, 'podLog'>;
      readonly logger: Logger;
    },
  ) {}

  /** What is known by now; `onRead` fires when there is more. */
  failure(
    pod: WorkerPod,
    onRead: () => void,
    signal: AbortSignal,
  ): LocustFailure | undefined {
    const key = `${pod.namespace}/${pod.podName}`;
    const known = this.known.get(key);
    if (known) {
      return known.failure;
    }
    if (this.known.size >= MAX_KNOWN) {
      this.known.clear();
    }
    const entry: { failure?: LocustFailure } = {};
    this.known.set(key, entry);
    this.read(pod, signal).then(
      failure => {
        if (failure?.message.startsWith(NO_LOG)) {
          // The next look asks for the log of the instance that has ended since.
          this.known.delete(key);
          return;
        }
        entry.failure = failure;
        if (failure && !signal.aborted) {
          onRead();
        }
      },
      error =>
        this.options.logger.debug(
          `The log of worker ${key} cannot be had: ${errorMessage(error)}`,
        ),
    );
    return undefined;
  }

  private async read(
    pod: WorkerPod,
    signal: AbortSignal,
  ): Promise<LocustFailure | undefined> {
    const stream = await this.options.client.podLog(
      { namespace: pod.namespace, name: pod.podName },
      {
        container: pod.container,
        previous: pod.restarted,
        tailLines: LINES,
        limitBytes: BYTES,
        signal,
      },
    );
    return (await readMasterLog(stream)).outcome().failure;
  }
}
