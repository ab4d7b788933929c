import { Clock, sleep, systemClock } from '../Clock';
import { errorMessage, isFailure } from '../KubeApiError';
import { KubeClient } from '../client/KubeClient';
import { KubeObject } from '../KubeObject';
import { Logger } from '../Logger';
import { LEASES } from '../ResourceTypes';

export interface LeaderElectionOptions {
  /** Must not have a `mayWrite` that asks this election: the lease itself could then never be taken. */
  readonly client: Pick<KubeClient, 'get' | 'create' | 'mergePatch'>;
  readonly namespace: string;
  /** Name of the Lease. */
  readonly name: string;
  /** Different for every process, also after a restart on the same host. */
  readonly identity: string;
  /** Others wait so long after the holder's last sign. Default 15 s; rounded up to whole seconds in the Lease. */
  readonly leaseDurationMs?: number;
  /** A leader that could not renew for so long steps down. Default 10 s. */
  readonly renewDeadlineMs?: number;
  /** Between tries. Default 2 s. */
  readonly retryPeriodMs?: number;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface LeadershipCallbacks {
  /** Called once leading; the signal aborts when it ends. If it rejects, leadership is given up and tried for again. */
  onStartedLeading(signal: AbortSignal): void | Promise<void>;
  /** Called after leadership was lost or is being given up; the lease is released only when it has resolved. */
  onStoppedLeading(): void | Promise<void>;
}

interface LeaseSpec {
  readonly holderIdentity?: string | null;
  readonly leaseDurationSeconds?: number | null;
  readonly acquireTime?: string | null;
  readonly renewTime?: string | null;
  readonly leaseTransitions?: number | null;
}

interface Lease extends KubeObject {
  readonly spec?: LeaseSpec;
}

/**
 * One leader among the processes that share a Lease, after client-go's rules: whoever holds it renews it every
 * `retryPeriodMs`; others take it when they have not seen it change for its duration. Every process counts by its own
 * monotonic clock from what it sees itself, so wrong wall clocks do no harm.
 *
 * The holder stops counting itself as leader `renewDeadlineMs` after it *sent* its last successful renewal, which is
 * before anybody else may take over as long as `renewDeadlineMs` < `leaseDurationMs`. {@link isLeader} looks at the
 * clock and not at a flag: a process that was stopped and goes on after its lease knows at once, before any timer.
 */
export class LeaderElection {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly leaseDurationMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryPeriodMs: number;
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;

  /** The Lease as last seen, and when it was first seen so (monotonic). */
  private observed: { readonly lease: Lease; readonly at: number } | undefined;
  /** When our last successful claim was sent (monotonic). */
  private renewedAt = -Infinity;

  constructor(private readonly options: LeaderElectionOptions) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.leaseDurationMs = options.leaseDurationMs ?? 15_000;
    this.renewDeadlineMs = options.renewDeadlineMs ?? 10_000;
    this.retryPeriodMs = options.retryPeriodMs ?? 2_000;
    if (
      this.leaseDurationMs <= this.renewDeadlineMs ||
      this.renewDeadlineMs <= this.retryPeriodMs
    ) {
      throw new TypeError(
        'Leader election needs lease duration > renew deadline > retry period',
      );
    }
  }

  /** Whether this process may act as the leader at this very moment. */
  get isLeader(): boolean {
    return this.clock.monotonic() - this.renewedAt < this.renewDeadlineMs;
  }

  /** Identity of the holder as last seen; undefined if nobody holds the Lease or nothing was seen yet. */
  get holder(): string | undefined {
    return this.observed?.lease.spec?.holderIdentity || undefined;
  }

  start(callbacks: LeadershipCallbacks): void {
    if (this.loop) {
      throw new Error('The leader election was started before');
    }
    this.loop = this.run(callbacks, this.stopping.signal);
  }

  /** Steps down and releases the Lease, so that another need not wait for its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(
    callbacks: LeadershipCallbacks,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await this.acquire(signal);
      if (signal.aborted) {
        // Perhaps taken in the very moment of stopping.
        await this.release();
      } else {
        await this.lead(callbacks, signal);
      }
    }
  }

  private async acquire(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const error = await this.tryClaim(this.renewDeadlineMs, signal);
      if (this.isLeader) {
        return;
      }
      if (error !== undefined && !signal.aborted) {
        this.options.logger.warn(
          `${this.subject}: cannot be acquired: ${errorMessage(error)}`,
        );
      }
      await sleep(this.clock, this.untilNextTry(), signal);
    }
  }

  /**
   * A standby looks oftener than a leader renews, and exactly when the Lease runs out: how late it notices a renewal
   * is how much later than necessary it takes over.
   */
  private untilNextTry(): number {
    const poll = this.retryPeriodMs * (0.5 + 0.25 * this.random());
    const left = this.timeLeft();
    const expiry =
      left > 0 ? left + 0.05 * this.retryPeriodMs * this.random() : Infinity;
    return Math.min(poll, expiry);
  }

  private async lead(
    callbacks: LeadershipCallbacks,
    signal: AbortSignal,
  ): Promise<void> {
    const { logger } = this.options;
    const leading = new AbortController();
    const onStop = () => leading.abort();
    signal.addEventListener('abort', onStop);
    logger.info(`${this.subject}: ${this.options.identity} leads`);
    const work = settle(() => callbacks.onStartedLeading(leading.signal)).then(
      error => {
        if (error !== undefined && !leading.signal.aborted) {
          logger.error(
            `${
              this.subject
            }: the leader's work failed, stepping down: ${errorMessage(error)}`,
          );
          leading.abort();
        }
      },
    );
    await this.keep(leading.signal);
    const lost = !this.isLeader;
    leading.abort();
    signal.removeEventListener('abort', onStop);
    logger.info(
      `${this.subject}: ${this.options.identity} ${
        lost ? 'has lost it' : 'steps down'
      }`,
    );
    await work;
    const error = await settle(() => callbacks.onStoppedLeading());
    if (error !== undefined) {
      logger.error(`${this.subject}: stopping failed: ${errorMessage(error)}`);
    }
    await this.release();
    if (!signal.aborted) {
      // Others first, so that a leader whose work fails does not come straight back.
      await sleep(this.clock, this.retryPeriodMs, signal);
    }
  }

  /** Renews until told to end or the deadline has passed. */
  private async keep(signal: AbortSignal): Promise<void> {
    const { logger } = this.options;
    while (!signal.aborted && this.isLeader) {
      const left =
        this.renewedAt + this.renewDeadlineMs - this.clock.monotonic();
      await sleep(this.clock, Math.min(this.retryPeriodMs, left), signal);
      if (signal.aborted || !this.isLeader) {
        return;
      }
      const remaining =
        this.renewedAt + this.renewDeadlineMs - this.clock.monotonic();
      const error = await this.tryClaim(remaining, signal);
      if (error !== undefined && !signal.aborted) {
        logger.warn(`${this.subject}: not renewed: ${errorMessage(error)}`);
      }
      if (this.holder !== undefined && this.holder !== this.options.identity) {
        // Somebody else has it, whatever our clock says.
        this.renewedAt = -Infinity;
      }
    }
  }

  /** One try to take or renew. Returns what went wrong; {@link isLeader} tells how it went. */
  private async tryClaim(
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<unknown> {
    // An answer that comes after the deadline is of no use: cut it, and look at the Lease again.
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort);
    const timer = this.clock.setTimer(onAbort, timeoutMs);
    try {
      await this.claim(abort.signal);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
    }
  }

  private async claim(signal: AbortSignal): Promise<void> {
    // The leader knows the Lease and renews it without reading; only a refusal makes it read.
    if (this.holder !== this.options.identity) {
      await this.look(signal);
    }
    for (let tries = 0; tries < 2 && this.isOursOrFree(); tries++) {
      const sentAt = this.clock.monotonic();
      try {
        const lease = this.observed
          ? await this.take(this.observed.lease, signal)
          : await this.make(signal);
        this.observe(lease);
        this.renewedAt = sentAt;
        return;
      } catch (error) {
        if (!isFailure(error, 'conflict', 'notFound', 'alreadyExists')) {
          throw error;
        }
        // Somebody was faster, edited or deleted it; or an earlier claim of ours was written but not answered.
        await this.look(signal);
      }
    }
  }

  private isOursOrFree(): boolean {
    return this.holder === this.options.identity || this.timeLeft() <= 0;
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { client, namespace, name } = this.options;
    try {
      this.observe(
        await client.get<Lease>(LEASES, { namespace, name }, { signal }),
      );
    } catch (error) {
      if (!isFailure(error, 'notFound')) {
        throw error;
      }
      this.observed = undefined;
    }
  }

  private take(lease: Lease, signal: AbortSignal): Promise<Lease> {
    const { client, namespace, name, identity } = this.options;
    const { spec, metadata } = lease;
    const now = microTime(this.clock.wall());
    const ours = spec?.holderIdentity === identity;
    return client.mergePatch<Lease>(
      LEASES,
      { namespace, name },
      {
        spec: ours
          ? { renewTime: now }
          : {
              ...this.claimSpec(now),
              leaseTransitions: (spec?.leaseTransitions ?? 0) + 1,
            },
      },
      { resourceVersion: metadata.resourceVersion, uid: metadata.uid, signal },
    );
  }

  private make(signal: AbortSignal): Promise<Lease> {
    const { client, namespace, name } = this.options;
    return client.create<Lease>(
      LEASES,
      {
        metadata: { namespace, name },
        spec: {
          ...this.claimSpec(microTime(this.clock.wall())),
          leaseTransitions: 0,
        },
      },
      { signal },
    );
  }

  /** Lets go, if the Lease is still ours; whoever looks next may take it. */
  private async release(): Promise<void> {
    this.renewedAt = -Infinity;
    const { client, namespace, name, identity, logger } = this.options;
    const abort = new AbortController();
    const timer = this.clock.setTimer(() => abort.abort(), this.retryPeriodMs);
    const { signal } = abort;
    try {
      // Twice: a renewal that was cut off by stopping may have been written after all.
      for (let tries = 0; tries < 2 && this.holder === identity; tries++) {
        const { resourceVersion, uid } = this.observed!.lease.metadata;
        try {
          this.observe(
            await client.mergePatch<Lease>(
              LEASES,
              { namespace, name },
              { spec: { holderIdentity: '', leaseDurationSeconds: 1 } },
              { resourceVersion, uid, signal },
            ),
          );
        } catch (error) {
          if (!isFailure(error, 'conflict', 'notFound')) {
            throw error;
          }
          await this.look(signal);
        }
      }
    } catch (error) {
      // It runs out by itself.
      logger.debug(`${this.subject}: not released: ${errorMessage(error)}`);
    } finally {
      timer.cancel();
    }
  }

  /** Counts from when this state of the Lease was first seen: its own times are of another clock. */
  private observe(lease: Lease): void {
    const known = this.observed?.lease.metadata;
    if (
      known?.uid !== lease.metadata.uid ||
      known.resourceVersion !== lease.metadata.resourceVersion
    ) {
      this.observed = { lease, at: this.clock.monotonic() };
    }
  }

  /** Milliseconds for which the Lease as seen still keeps others out. */
  private timeLeft(): number {
    const spec = this.observed?.lease.spec;
    if (!this.observed || !spec?.holderIdentity) {
      return 0;
    }
    const durationMs =
      (spec.leaseDurationSeconds ?? this.leaseDurationMs / 1000) * 1000;
    return this.observed.at + durationMs - this.clock.monotonic();
  }

  private claimSpec(now: string): LeaseSpec {
    return {
      holderIdentity: this.options.identity,
      leaseDurationSeconds: Math.ceil(this.leaseDurationMs / 1000),
      acquireTime: now,
      renewTime: now,
    };
  }

  private get subject(): string {
    return `lease ${this.options.namespace}/${this.options.name}`;
  }
}

/** Kubernetes' MicroTime: exactly six digits after the point. */
function microTime(wall: number): string {
  return new Date(wall).toISOString().replace(/Z$/, '000Z');
}

async function settle(work: () => void | Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}
