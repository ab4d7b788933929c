import { type Clock, sleep } from '../kube/Clock';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import type { Logger } from '../kube/Logger';
import { NAMESPACES } from '../kube/ResourceTypes';
import type { Transport } from '../kube/transport/Transport';
import { shortHash } from './names';
import type { ClusterIdentity } from './runStart';

const CONNECT_AGAIN_MS = 5_000;

/** Why the cluster could not be reached, and since when. */
export interface ConnectError {
  readonly error: unknown;
  readonly since: Date;
}

/** Finds out which cluster an address leads to: nothing can be recorded without its identity. */
export class ClusterConnection {
  private knownUid: string | undefined;
  private knownVersion: string | undefined;
  private lastError: ConnectError | undefined;

  constructor(
    private readonly options: {
      /** The cluster's name in configuration. */
      readonly name: string;
      readonly transport: Transport;
      readonly client: KubeClient;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {}

  /** The identity that a renamed cluster keeps; undefined until it was reached once. */
  get uid(): string | undefined {
    return this.knownUid;
  }

  get serverVersion(): string | undefined {
    return this.knownVersion;
  }

  get error(): ConnectError | undefined {
    return this.lastError;
  }

  /** @throws Error where the cluster was not reached yet */
  identity(): ClusterIdentity {
    if (this.knownUid === undefined) {
      throw new Error(
        `The cluster "${this.options.name}" was not reached yet, so its runs have no identity; try again in a moment`,
      );
    }
    return { name: this.options.name, uid: this.knownUid };
  }

  /** Resolves when the cluster was reached, however long that takes, or the signal aborts. */
  async establish(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.knownUid = await this.readUid(signal);
        this.lastError = undefined;
        this.knownVersion = await this.readVersion(signal);
        return;
      } catch (error) {
        if (!signal.aborted) {
          const { clock, logger } = this.options;
          logger.warn(`cannot be reached: ${errorMessage(error)}`);
          this.lastError = {
            error,
            since: this.lastError?.since ?? new Date(clock.wall()),
          };
          await sleep(clock, CONNECT_AGAIN_MS, signal);
        }
      }
    }
  }

  private async readUid(signal: AbortSignal): Promise<string> {
    try {
      const namespace = await this.options.client.get<KubeObject>(
        NAMESPACES,
        { name: 'kube-system' },
        { signal },
      );
      return namespace.metadata.uid;
    } catch (error) {
      // With a Role for single namespaces the address is all that there is to tell clusters apart by.
      if (isFailure(error, 'forbidden')) {
        return `server-${shortHash(this.options.transport.server, 16)}`;
      }
      throw error;
    }
  }

  private async readVersion(signal: AbortSignal): Promise<string | undefined> {
    const version = await this.options.transport.request<{
      readonly gitVersion?: string;
    }>({ method: 'GET', path: '/version', signal });
    return version.gitVersion;
  }
}
