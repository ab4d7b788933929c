import { type Exchange, isAside, isWrite, stableName } from './Exchange';

/** A write that the API server has carried out, whether or not its answer has reached the engine. */
export interface CommittedWrite {
  readonly exchange: Exchange;
  /** Monotonic. */
  readonly at: number;
  /** Of the object that was written, where the answer told. */
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface PassedEvent {
  readonly resource: string;
  readonly type: string;
  /** `MODIFIED pods/job-demo-*`. */
  readonly signature: string;
  readonly initial: boolean;
}

/** What has passed the proxies of a plan, all its replicas together. */
export class TrafficRecord {
  readonly exchanges: Exchange[] = [];
  readonly committed: CommittedWrite[] = [];
  readonly events: PassedEvent[] = [];
  /** Watches and followed logs under way. */
  openStreams = 0;
  private nextSequence = 0;
  private lastWriteAt = 0;

  takeSequence(): number {
    return this.nextSequence++;
  }

  asked(exchange: Exchange): void {
    this.exchanges.push(exchange);
  }

  answered(exchange: Exchange, status: number, body: string): void {
    if (!isWrite(exchange) || status >= 300) {
      return;
    }
    this.committed.push({
      exchange,
      at: performance.now(),
      ...objectIn(exchange, body),
    });
    if (exchange.resource !== 'leases') {
      this.lastWriteAt = performance.now();
    }
  }

  passed(
    exchange: Exchange,
    type: string,
    name: string,
    initial: boolean,
  ): void {
    this.events.push({
      resource: exchange.resource,
      type,
      signature: `${type} ${exchange.resource}/${stableName(name)}`,
      initial,
    });
  }

  /** Milliseconds since the engine last wrote anything but its lease. */
  quietMs(): number {
    return performance.now() - this.lastWriteAt;
  }

  /** Commits by signature; creates and deletes only, for how often a status is written may differ. */
  createsAndDeletes(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { exchange } of this.committed) {
      const { verb, signature } = exchange;
      if ((verb === 'create' || verb === 'delete') && !isAside(exchange)) {
        counts.set(signature, (counts.get(signature) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** The requests asked so far with a signature. */
  countOf(signature: string): number {
    return this.exchanges.filter(it => it.signature === signature).length;
  }
}

function objectIn(
  exchange: Exchange,
  body: string,
): { readonly uid?: string; readonly resourceVersion?: string } {
  try {
    const { metadata, details } = JSON.parse(body) as {
      readonly metadata?: {
        readonly uid?: string;
        readonly resourceVersion?: string;
      };
      readonly details?: { readonly uid?: string };
    };
    return {
      uid:
        exchange.verb === 'delete'
          ? details?.uid ?? metadata?.uid
          : metadata?.uid,
      resourceVersion: metadata?.resourceVersion,
    };
  } catch {
    return {};
  }
}
