import { KubeApiError, KubeFailure } from '../KubeApiError';
import { KubeClient } from '../client/KubeClient';

interface LeaseObject {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly spec: Record<string, unknown>;
}

function failureOf(failure: KubeFailure): KubeApiError {
  return new KubeApiError({
    failure,
    intent: { verb: 'patch', resource: 'leases' },
  });
}

/** One Lease as an API server keeps it: versions, preconditions, and a network in front that may be cut. */
export class LeaseServer {
  lease: LeaseObject | undefined;
  readonly requests: string[] = [];
  private version = 0;
  private uids = 0;

  /** The road of one process to the server. */
  clientOf(
    network: Network,
  ): Pick<KubeClient, 'get' | 'create' | 'mergePatch'> {
    const call = async <T>(
      verb: string,
      signal: AbortSignal | undefined,
      act: () => LeaseObject,
    ): Promise<T> => {
      await network.reach(signal, () => {
        try {
          act();
        } catch {
          // Refused, and nobody is there to be told.
        }
      });
      this.requests.push(verb);
      const result = act();
      await network.answer(signal);
      return result as unknown as T;
    };
    return {
      get: (_type, _ref, options) =>
        call('get', options?.signal, () => this.existing()),
      create: (_type, object, options) =>
        call('create', options?.signal, () => {
          if (this.lease) {
            throw failureOf('alreadyExists');
          }
          const { metadata, spec } = object as LeaseObject;
          this.uids += 1;
          return this.store({
            metadata: { ...metadata, uid: `uid-${this.uids}` },
            spec,
          } as LeaseObject);
        }),
      mergePatch: (_type, _ref, patch, options) =>
        call('patch', options?.signal, () => {
          const lease = this.existing();
          if (
            lease.metadata.resourceVersion !== options?.resourceVersion ||
            lease.metadata.uid !== options?.uid
          ) {
            throw failureOf('conflict');
          }
          const { spec } = patch as LeaseObject;
          return this.store({ ...lease, spec: { ...lease.spec, ...spec } });
        }),
    };
  }

  /** As `kubectl edit` would. */
  edit(spec: Record<string, unknown>): void {
    const lease = this.existing();
    this.store({ ...lease, spec: { ...lease.spec, ...spec } });
  }

  private existing(): LeaseObject {
    if (!this.lease) {
      throw failureOf('notFound');
    }
    return this.lease;
  }

  private store(lease: LeaseObject): LeaseObject {
    this.version += 1;
    this.lease = {
      ...lease,
      metadata: { ...lease.metadata, resourceVersion: String(this.version) },
    };
    return this.lease;
  }
}

/**
 * The road of one process to the server.
 *
 * - `down`: nothing gets through, and the process is told.
 * - `hanging`: nothing gets through, and the process waits.
 * - `answersLost`: requests get through, answers do not.
 * - `late`: requests are held up and get through when the road is `up` again, however long the process has given up.
 */
export class Network {
  private current: 'up' | 'down' | 'hanging' | 'answersLost' | 'late' = 'up';
  private readonly held: (() => void)[] = [];

  get state() {
    return this.current;
  }

  set state(state) {
    this.current = state;
    if (state === 'up') {
      for (const deliver of this.held.splice(0)) {
        deliver();
      }
    }
  }

  async reach(
    signal: AbortSignal | undefined,
    deliver: () => void,
  ): Promise<void> {
    if (this.current === 'down') {
      throw failureOf('unreachable');
    }
    if (this.current === 'late') {
      this.held.push(deliver);
    }
    if (this.current === 'hanging' || this.current === 'late') {
      await aborted(signal);
    }
  }

  async answer(signal?: AbortSignal): Promise<void> {
    if (this.current === 'answersLost') {
      await aborted(signal);
    }
  }
}

function aborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(failureOf('aborted'));
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) {
      onAbort();
    }
  });
}
