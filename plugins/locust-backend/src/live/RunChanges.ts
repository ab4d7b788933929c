import {
  type Run,
  RUN_CHANGE_TOPIC,
  type RunChange,
  type ThresholdResult,
} from 'backstage-plugin-locust-common';

/** Of Backstage's events service as much as is used. */
export interface EventPublisher {
  publish(event: {
    readonly topic: string;
    readonly eventPayload: RunChange;
  }): Promise<void>;
}

/**
 * Publishes what becomes of runs on Backstage's events service. At most once each: a change whose event is lost on its way
 * is not told again.
 */
export class RunChanges {
  /** The telling of a run's change before, behind which the next one waits. */
  readonly #latest = new Map<string, Promise<void>>();

  constructor(
    private readonly parts: {
      /** The run where nobody was told of it as it is. */
      readonly take: (id: string) => Promise<Run | undefined>;
      readonly thresholdsOf: (
        id: string,
      ) => Promise<readonly ThresholdResult[] | undefined>;
      readonly events: EventPublisher;
      readonly runUrl: (id: string) => string | undefined;
      readonly onFailure: (id: string, error: unknown) => void;
    },
  ) {}

  /** Something of this run is not as it was. */
  changed(id: string): void {
    const before = this.#latest.get(id) ?? Promise.resolve();
    const told = before
      .then(() => this.#tell(id))
      .catch(error => this.parts.onFailure(id, error))
      .finally(() => {
        if (this.#latest.get(id) === told) {
          this.#latest.delete(id);
        }
      });
    this.#latest.set(id, told);
  }

  /** Resolves once everything so far was told. */
  async settled(): Promise<void> {
    await Promise.all(this.#latest.values());
  }

  async #tell(id: string): Promise<void> {
    const { take, thresholdsOf, events, runUrl } = this.parts;
    const run = await take(id);
    if (run) {
      await events.publish({
        topic: RUN_CHANGE_TOPIC,
        eventPayload: runChange(run, await thresholdsOf(id), runUrl(id)),
      });
    }
  }
}

function runChange(
  run: Run,
  thresholds: readonly ThresholdResult[] | undefined,
  url: string | undefined,
): RunChange {
  const { id, cluster, namespace, name, test, trigger, total } = run;
  const p95 = total?.percentiles['95'];
  return {
    phase: run.phase,
    verdict: run.verdict,
    ...(run.reason && { reason: run.reason.message }),
    ...(thresholds && {
      thresholds: thresholds.map(({ threshold, passed, message }) => ({
        threshold,
        passed,
        message,
      })),
    }),
    run: {
      ...{ id, cluster, namespace, name, test, trigger },
      ...(run.entityRef && { entityRef: run.entityRef }),
      ...(run.requestedBy && { requestedBy: run.requestedBy }),
      createdAt: run.createdAt.toISOString(),
      ...(run.startedAt && { startedAt: run.startedAt.toISOString() }),
      ...(run.finishedAt && { finishedAt: run.finishedAt.toISOString() }),
      ...(url && { url }),
    },
    ...(total && {
      figures: {
        requests: total.requests,
        failRatio: total.failRatio,
        requestsPerSecond: total.rps,
        ...(p95 !== undefined && { p95 }),
      },
    }),
  };
}
