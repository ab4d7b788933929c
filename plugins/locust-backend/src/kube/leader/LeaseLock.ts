import { Clock } from '../Clock';
import { isFailure } from '../KubeApiError';
import { KubeClient } from '../client/KubeClient';
import { LEASES } from '../ResourceTypes';
import {
  claimOf,
  holderOf,
  Lease,
  LeaseSpec,
  RELEASED,
  seen,
  SeenLease,
  timeLeft,
} from './Lease';

export interface LeaseLockOptions {
  /** Must not have a `mayWrite` that asks the election: the lease itself could then never be taken. */
  readonly client: Pick<KubeClient, 'get' | 'create' | 'mergePatch'>;
  readonly namespace: string;
  /** Name of the Lease. */
  readonly name: string;
  /** Different for every process, also after a restart on the same host. */
  readonly identity: string;
  readonly durationMs: number;
  readonly clock: Clock;
}

/** One candidate's hand on a Lease: looks, takes, renews and lets go, never against what it has not seen. */
export class LeaseLock {
  private known: SeenLease | undefined;

  constructor(private readonly options: LeaseLockOptions) {}

  /** As last seen. */
  get holder(): string | undefined {
    return holderOf(this.known);
  }

  get isHeldByOther(): boolean {
    return this.holder !== undefined && !this.isOurs;
  }

  /** Milliseconds for which the Lease as last seen keeps others out. */
  get timeLeft(): number {
    const { clock, durationMs } = this.options;
    return timeLeft(this.known, clock.monotonic(), durationMs);
  }

  /**
   * Takes or renews the Lease if it is ours or free. Gives the monotonic time at which the request that succeeded was
   * sent: from then on it counts; undefined where another holds it.
   */
  async claim(signal: AbortSignal): Promise<number | undefined> {
    // The leader knows the Lease and renews it without reading; only a refusal makes it read.
    if (!this.isOurs) {
      await this.look(signal);
    }
    for (let tries = 0; tries < 2 && !this.keepsUsOut; tries++) {
      const sentAt = this.options.clock.monotonic();
      try {
        await this.write(signal);
        return sentAt;
      } catch (error) {
        if (!isFailure(error, 'conflict', 'notFound', 'alreadyExists')) {
          throw error;
        }
        // Somebody was faster, edited or deleted it; or an earlier claim of ours was written but not answered.
        await this.look(signal);
      }
    }
    return undefined;
  }

  /** Lets go, if the Lease is still ours. */
  async release(signal: AbortSignal): Promise<void> {
    // Twice: a renewal that was cut off by stopping may have been written after all.
    for (let tries = 0; tries < 2 && this.isOurs; tries++) {
      try {
        await this.patch(this.known!.lease, RELEASED, signal);
      } catch (error) {
        if (!isFailure(error, 'conflict', 'notFound')) {
          throw error;
        }
        await this.look(signal);
      }
    }
  }

  private get isOurs(): boolean {
    return this.holder === this.options.identity;
  }

  private get keepsUsOut(): boolean {
    return this.isHeldByOther && this.timeLeft > 0;
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { client, namespace, name } = this.options;
    try {
      this.see(
        await client.get<Lease>(LEASES, { namespace, name }, { signal }),
      );
    } catch (error) {
      if (!isFailure(error, 'notFound')) {
        throw error;
      }
      this.known = undefined;
    }
  }

  private async write(signal: AbortSignal): Promise<void> {
    const { client, namespace, name, identity, durationMs, clock } =
      this.options;
    const lease = this.known?.lease;
    const spec = claimOf(
      lease && (lease.spec ?? {}),
      identity,
      durationMs,
      clock.wall(),
    );
    if (lease) {
      await this.patch(lease, spec, signal);
    } else {
      this.see(
        await client.create<Lease>(
          LEASES,
          { metadata: { namespace, name }, spec },
          { signal },
        ),
      );
    }
  }

  private async patch(
    { metadata }: Lease,
    spec: LeaseSpec,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, namespace, name } = this.options;
    const { resourceVersion, uid } = metadata;
    this.see(
      await client.mergePatch<Lease>(
        LEASES,
        { namespace, name },
        { spec },
        { resourceVersion, uid, signal },
      ),
    );
  }

  private see(lease: Lease): void {
    this.known = seen(this.known, lease, this.options.clock.monotonic());
  }
}
