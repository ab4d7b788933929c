import type { Occurrence } from '../Baseline';
import type { Exchange } from '../proxy/Exchange';

/** One exact request of a workload, found again in another run of it. */
export class Point {
  private seen = 0;
  private target: number | undefined;

  constructor(private readonly occurrence: Occurrence) {}

  /** Whether this request is the one. To be asked once for each. */
  reaches(exchange: Exchange): boolean {
    if (exchange.signature !== this.occurrence.signature) {
      return false;
    }
    this.seen += 1;
    if (this.seen !== this.occurrence.ordinal) {
      return false;
    }
    this.target = exchange.sequence;
    return true;
  }

  /** Whether this request was found to be the one. */
  is(exchange: Exchange): boolean {
    return exchange.sequence === this.target;
  }

  get wasReached(): boolean {
    return this.target !== undefined;
  }
}

/** `create jobs/job-demo #1`. */
export function nameOf({ signature, ordinal }: Occurrence): string {
  return `${signature} #${ordinal}`;
}

/** Of the lease only its first renewal: how many there are is a matter of time. */
export function isPoint({ signature, ordinal }: Occurrence): boolean {
  return !signature.includes(' leases/') || ordinal === 1;
}
