import type { Reason } from 'backstage-plugin-locust-common';
import type { Clock, Timer } from '../../kube/Clock';
import type { ResourceClaims } from './claimsOf';
import type { RunLimits } from './RunLimits';
import { type Claim, claimOrder, fullLimit, placeOf, turns } from './turns';
import { waitReason } from './waitReason';

/** What becomes of a run that wants to begin. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** Its resource is looked at again when its turn has come. */
  | { readonly kind: 'waits'; readonly reason: Reason };

export interface AdmissionQueueOptions {
  readonly limits: RunLimits;
  /** Makes a resource be looked at again. */
  readonly enqueue: (key: string) => void;
  readonly clock: Clock;
  /** Places are told anew so long after the queue has moved. Default 15 s. */
  readonly retellMs?: number;
}

interface Entry extends Claim {
  readonly key: string;
  readonly running: boolean;
  /** What its resource's status says. */
  readonly told?: Reason;
}

const RETELL_MS = 15_000;

/**
 * Holds back what is over a limit. It keeps nothing that the cluster does not tell: {@link prime} rebuilds it, and
 * every look at a resource says with {@link settle} what of it is left.
 *
 * A place in the queue is told when a run joins it. When the queue has moved, places are told anew once in a while
 * and only where the words have changed, which for one run happens a dozen times at most however long the queue is.
 */
export class AdmissionQueue {
  private readonly entries = new Map<string, Entry>();
  private readonly byKey = new Map<string, Set<string>>();
  private readonly state = {
    running: new Map<string, number>(),
    waiting: new Map<string, Entry[]>(),
    lastServed: new Map<string, number>(),
  };

  private retelling: Timer | undefined;

  constructor(private readonly options: AdmissionQueueOptions) {}

  /** Takes in what a resource had running and waiting before this process began to lead. */
  prime(key: string, owner: string, claims: ResourceClaims): void {
    if (this.isUnlimited) {
      return;
    }
    for (const claim of claims.running) {
      this.put({ ...claim, key, owner, running: true });
    }
    for (const claim of claims.waiting) {
      this.put({ ...claim, key, owner, running: false });
    }
    this.serve(owner, claims.lastServed ?? 0);
  }

  /**
   * Asks for a run to begin. Once admitted it stays so until {@link settle} leaves it out.
   *
   * @param ownerOf - only asked where there are limits
   */
  request(
    key: string,
    ownerOf: () => string,
    claim: { readonly id: string; readonly since: number },
  ): Admission {
    if (this.isUnlimited) {
      return { kind: 'admitted' };
    }
    const known = this.entries.get(claim.id);
    if (known?.running) {
      return { kind: 'admitted' };
    }
    const owner = ownerOf();
    const entry: Entry = {
      ...claim,
      key,
      owner,
      running: false,
      told: known?.told,
    };
    this.put(entry);
    const { limits } = this.options;
    const full = fullLimit(this.state, limits, owner);
    if (
      full === undefined &&
      turns(this.state, limits).some(it => it.id === claim.id)
    ) {
      this.put({ ...entry, running: true, told: undefined });
      this.serve(owner, this.options.clock.wall());
      this.moved();
      return { kind: 'admitted' };
    }
    const reason = entry.told ?? this.reasonOf(entry);
    this.put({ ...entry, told: reason });
    return { kind: 'waits', reason };
  }

  /**
   * A look at a resource is over: of its runs only these are left. Those whose turn has come by that are looked at.
   *
   * @param owner - as known by now; undefined: nothing is left of the resource
   */
  settle(
    key: string,
    owner: string | undefined,
    left: {
      readonly running: readonly string[];
      readonly waiting: readonly string[];
    },
  ): void {
    if (this.isUnlimited) {
      return;
    }
    const running = new Set(left.running);
    const waiting = new Set(left.waiting);
    let freed = false;
    for (const id of [...(this.byKey.get(key) ?? [])]) {
      const entry = this.entries.get(id)!;
      if (!(entry.running ? running : waiting).has(id)) {
        this.drop(id);
        freed = true;
      } else if (owner !== undefined && owner !== entry.owner) {
        this.put({ ...entry, owner });
        freed = true;
      }
    }
    for (const id of owner === undefined ? [] : running) {
      if (!this.entries.has(id)) {
        this.put({ id, key, owner: owner!, since: 0, running: true });
      }
    }
    if (freed) {
      this.moved();
      this.callNext();
    }
  }

  /** No place is told any more. */
  stop(): void {
    this.retelling?.cancel();
  }

  /** Whether there is nothing to hold back for; then nothing is kept either. */
  get isUnlimited(): boolean {
    const {
      concurrentRunsPerCluster,
      concurrentRunsPerOwner,
      owners = [],
    } = this.options.limits;
    return (
      concurrentRunsPerCluster === undefined &&
      concurrentRunsPerOwner === undefined &&
      owners.every(it => typeof it.concurrentRuns !== 'number')
    );
  }

  private reasonOf(entry: Entry): Reason {
    const { limits } = this.options;
    return waitReason(
      fullLimit(this.state, limits, entry.owner),
      placeOf(this.state, entry),
      entry.owner,
      limits,
    );
  }

  private callNext(): void {
    for (const { id } of turns(this.state, this.options.limits)) {
      this.options.enqueue(this.entries.get(id)!.key);
    }
  }

  private moved(): void {
    if (this.state.waiting.size > 0) {
      this.retelling ??= this.options.clock.setTimer(() => {
        this.retelling = undefined;
        this.retell();
      }, this.options.retellMs ?? RETELL_MS);
    }
  }

  private retell(): void {
    for (const entry of [...this.entries.values()]) {
      if (entry.told) {
        const reason = this.reasonOf(entry);
        if (reason.message !== entry.told.message) {
          this.put({ ...entry, told: reason });
          this.options.enqueue(entry.key);
        }
      }
    }
  }

  private serve(owner: string, at: number): void {
    const { lastServed } = this.state;
    lastServed.set(owner, Math.max(at, lastServed.get(owner) ?? 0));
  }

  private put(entry: Entry): void {
    this.drop(entry.id);
    const { id, key, owner } = entry;
    this.entries.set(id, entry);
    const ids = this.byKey.get(key);
    if (ids) {
      ids.add(id);
    } else {
      this.byKey.set(key, new Set([id]));
    }
    const { running, waiting } = this.state;
    if (entry.running) {
      running.set(owner, (running.get(owner) ?? 0) + 1);
      return;
    }
    const claims = waiting.get(owner) ?? [];
    claims.splice(indexFor(claims, entry), 0, entry);
    waiting.set(owner, claims);
  }

  private drop(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) {
      return;
    }
    this.entries.delete(id);
    const ids = this.byKey.get(entry.key);
    ids?.delete(id);
    if (ids?.size === 0) {
      this.byKey.delete(entry.key);
    }
    const { running, waiting } = this.state;
    if (entry.running) {
      const others = (running.get(entry.owner) ?? 1) - 1;
      if (others > 0) {
        running.set(entry.owner, others);
      } else {
        running.delete(entry.owner);
      }
      return;
    }
    const claims = waiting.get(entry.owner) ?? [];
    claims.splice(indexFor(claims, entry), 1);
    if (claims.length === 0) {
      waiting.delete(entry.owner);
    }
  }
}

/** Where a claim stands, or would, among those of its owner. */
function indexFor(claims: readonly Claim[], claim: Claim): number {
  let low = 0;
  let high = claims.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (claimOrder(claims[middle], claim) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
