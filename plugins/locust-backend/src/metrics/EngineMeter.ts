import type { OnReconciled } from '../operator/LeadingTerm';
import type { HistogramSample, MetricSample } from './MetricFamily';

/** Seconds; a reconcile that writes nothing takes a millisecond, one that waits for a slow API server half a minute. */
export const RECONCILE_BUCKETS: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** What an API server was asked for. */
export type RequestVerb = 'read' | 'write' | 'watch' | 'log';

/** Counts what the engine of one cluster does, from the start of the process. */
export class EngineMeter {
  private readonly counters = new Map<string, Map<string, MetricSample>>();
  private readonly bucketCounts = RECONCILE_BUCKETS.map(() => 0);
  private reconciles = 0;
  private reconcileSeconds = 0;
  private openLogs = 0;

  constructor(
    readonly cluster: string,
    /** Told of every reconcile, for a histogram that cannot be read later. */
    private readonly onDuration: (seconds: number) => void = () => {},
  ) {}

  readonly reconciled: OnReconciled = (seconds, outcome) => {
    this.reconciles += 1;
    this.reconcileSeconds += seconds;
    RECONCILE_BUCKETS.forEach((bound, index) => {
      if (seconds <= bound) {
        this.bucketCounts[index] += 1;
      }
    });
    this.count('reconciles', { outcome });
    this.onDuration(seconds);
  };

  /** `result` is `ok` or the kind of failure. */
  requested(verb: RequestVerb, result: string): void {
    this.count('requests', { verb, result });
  }

  watchOpened(resource: string): void {
    this.count('watches', { resource });
  }

  /** A log is being followed until the function returned is called. */
  logOpened(): () => void {
    this.openLogs += 1;
    let open = true;
    return () => {
      if (open) {
        open = false;
        this.openLogs -= 1;
      }
    };
  }

  historyWriteFailed(): void {
    this.count('historyFailures', {});
  }

  get followedLogs(): number {
    return this.openLogs;
  }

  samples(
    counter: 'reconciles' | 'requests' | 'watches' | 'historyFailures',
  ): readonly MetricSample[] {
    return [...(this.counters.get(counter)?.values() ?? [])];
  }

  get durations(): HistogramSample {
    return {
      labels: { cluster: this.cluster },
      buckets: RECONCILE_BUCKETS,
      counts: [...this.bucketCounts],
      count: this.reconciles,
      sum: this.reconcileSeconds,
    };
  }

  private count(counter: string, own: Readonly<Record<string, string>>): void {
    const labels = { cluster: this.cluster, ...own };
    const series = this.counters.get(counter) ?? new Map();
    this.counters.set(counter, series);
    const key = JSON.stringify(own);
    series.set(key, { labels, value: (series.get(key)?.value ?? 0) + 1 });
  }
}
