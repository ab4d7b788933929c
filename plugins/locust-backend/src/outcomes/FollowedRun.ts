import type {
  Doubt,
  FiguresSinceWarmUp,
  Point,
  RequestStatistics,
  RunEvent,
  RunPhase,
} from 'backstage-plugin-locust-common';
import type { EndpointPoints } from '../runs/EndpointPoints';
import { phaseRank } from '../runs/phaseRank';
import type { RunStore } from '../runs/RunStore';
import type { UnreachableHost } from '../runs/UnreachableHost';
import { Backoff } from '../kube/Backoff';
import { Clock, sleep, Timer } from '../kube/Clock';
import { errorMessage, isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { Logger } from '../kube/Logger';
import type { MasterPod, RunObservation } from '../runs/RunObserver';
import { LineReader } from './LineReader';
import { LogCursor } from './LogCursor';
import { MasterLog } from './MasterLog';
import { OutcomeFigures, OutcomeStanding } from './Outcome';
import { OrderedWrites, WritesStoppedError } from './OrderedWrites';
import { splitTimestamp } from './readMasterLog';
import { unreachableHost } from './unreachableHost';

/** Figures of a running test are written this often at most. */
const FIGURES_INTERVAL_MS = 2_000;
/** The log is written whole each time, so the longer it is the more rarely. */
const LOG_INTERVAL_MS = 4_000;
const LOG_CHARACTERS_PER_MS = 50;
/** Locust says something every two seconds unless told not to. A connection that died in silence is found by this. */
const SILENCE_MS = 90_000;
/** An ended container whose log is refused so often has none. */
const MAX_REFUSALS = 3;

export interface FollowedRunOptions {
  readonly runId: string;
  /** The conditions to stop the run that its spec began with. */
  readonly stopWhen: unknown;
  readonly client: Pick<KubeClient, 'podLog'>;
  readonly store: RunStore;
  readonly writes: OrderedWrites;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The phase that was last recorded by the reconciler, if any. */
  readonly recordedPhase: () => RunPhase | undefined;
  /** Told after figures were written. */
  readonly onWritten: () => void;
}

/**
 * Reads the log of one run's master to its end and writes what it tells. One stream is open at a time; when it is cut
 * it is opened again where it was, or from the start in a new process: the outcome depends on the log alone.
 */
export class FollowedRun {
  private readonly stopped = new AbortController();
  private log: MasterLog;
  private cursor = new LogCursor();
  private read = false;
  private wake = new AbortController();
  private attempt = new AbortController();
  /** The phase that the history had when this process came to the run. */
  private storedPhase?: { readonly phase?: RunPhase };
  /** What the history had where the log's beginning is not there any more. */
  private before?: {
    readonly doubts: readonly Doubt[];
    /** Somebody has read the beginning. */
    readonly hasRead: boolean;
  };
  /** What was known from the history where the log is not there any more. */
  private remembered?: Partial<RunObservation>;
  /** Per endpoint, as stored with the end of the log. */
  private finalRequests?: readonly RequestStatistics[];
  /** As stored with it. */
  private sinceWarmUp?: FiguresSinceWarmUp;
  /** As of the figures that were written last. */
  private unreachable?: UnreachableHost;
  private stored = false;

  private flushTimer?: Timer;
  private flushing?: Promise<void>;
  private dirty = false;
  private flushedAt = -Infinity;
  private logFlushedAt = -Infinity;
  private logLinesFlushed = 0;
  /** Taken from the log and not stored yet. */
  private events: RunEvent[] = [];
  private points: Point[] = [];
  private endpointPoints: EndpointPoints[] = [];

  private seen = '';
  private onChange: () => void = () => {};
  private changeTimer?: Timer;

  constructor(
    private pod: MasterPod,
    private readonly options: FollowedRunOptions,
  ) {
    this.log = new MasterLog(options.stopWhen);
  }

  /** Begins to read. Returns at once. */
  start(): void {
    this.run().catch(error => {
      // Stopping is the only way out of the loops below but their end.
      if (
        !(error instanceof WritesStoppedError) &&
        !this.stopped.signal.aborted
      ) {
        this.options.logger.error(
          `Following run ${this.options.runId} ended: ${errorMessage(error)}`,
        );
      }
    });
  }

  /** The pod as it is now, and whom to tell. */
  update(pod: MasterPod, onChange: () => void): void {
    this.onChange = onChange;
    const news =
      pod.ended !== this.pod.ended || pod.podName !== this.pod.podName;
    if (pod.podName !== this.pod.podName && !this.stored) {
      // Another pod has another log.
      this.log = new MasterLog(this.options.stopWhen);
      this.cursor = new LogCursor();
      this.read = false;
      this.attempt.abort();
    }
    this.pod = pod;
    if (news) {
      this.wake.abort();
    }
  }

  stop(): void {
    this.stopped.abort();
    this.wake.abort();
    this.flushTimer?.cancel();
    this.changeTimer?.cancel();
  }

  observation(): RunObservation {
    return {
      ...observationOf(this.log.standing(), this.stored),
      requests: this.finalRequests,
      sinceWarmUp: this.sinceWarmUp,
      unreachable: this.unreachable,
      ...this.remembered,
    };
  }

  private async run(): Promise<void> {
    await this.readToEnd();
    if (!this.stopped.signal.aborted) {
      await this.finish();
    }
  }

  private async readToEnd(): Promise<void> {
    const { clock, logger, runId } = this.options;
    const { signal } = this.stopped;
    const errors = new Backoff({
      baseMs: 500,
      capMs: 15_000,
      resetAfterMs: 30_000,
    });
    const ends = new Backoff({
      baseMs: 500,
      capMs: 10_000,
      resetAfterMs: 60_000,
    });
    let refusals = 0;
    while (!signal.aborted) {
      const pod = this.pod;
      this.wake = new AbortController();
      let delay: number;
      try {
        await this.readOnce(pod);
        if (pod.ended) {
          return;
        }
        // Most often the container has ended and the reconciler is about to say so.
        delay = ends.next(clock.monotonic());
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (isFailure(error, 'notFound')) {
          logger.debug(`The master's pod of run ${runId} is gone`);
          return;
        }
        // So the kubelet answers for good where the container never began.
        if (pod.ended && isFailure(error, 'badRequest')) {
          refusals += 1;
          if (refusals >= MAX_REFUSALS) {
            logger.warn(
              `The log of run ${runId} cannot be had: ${errorMessage(error)}`,
            );
            return;
          }
        }
        delay = errors.next(clock.monotonic());
        // While the container is being created that is the usual answer.
        const level = isFailure(error, 'badRequest', 'aborted')
          ? 'debug'
          : 'warn';
        logger[level](
          `Reading the log of run ${runId} is tried again: ${errorMessage(
            error,
          )}`,
        );
      }
      // Over at once if the pod has changed meanwhile.
      await sleep(clock, delay, this.wake.signal);
    }
  }

  private async readOnce(pod: MasterPod): Promise<void> {
    const { client, clock } = this.options;
    const { log, cursor } = this;
    const attempt = new AbortController();
    this.attempt = attempt;
    const abort = () => attempt.abort();
    this.stopped.signal.addEventListener('abort', abort);
    let silence = clock.setTimer(abort, SILENCE_MS);
    const reader = new LineReader(line => this.line(line, log, cursor));
    try {
      const stream = await client.podLog(
        { namespace: pod.namespace, name: pod.podName },
        {
          container: pod.container,
          follow: !pod.ended,
          timestamps: true,
          sinceTime: cursor.resume(),
          signal: attempt.signal,
        },
      );
      for await (const bytes of stream) {
        silence.cancel();
        silence = clock.setTimer(abort, SILENCE_MS);
        reader.feed(bytes);
        this.noticeChanges();
        this.flushSoon();
      }
      // A log that still grows ends in mid-line where the server closed the stream; then the line comes again whole.
      if (pod.ended) {
        reader.end();
      }
    } finally {
      silence.cancel();
      this.stopped.signal.removeEventListener('abort', abort);
    }
  }

  private line(line: string, log: MasterLog, cursor: LogCursor): void {
    const { timestamp, text } = splitTimestamp(line);
    // Without a time it is no line of the log but the kubelet's own word about it.
    if (timestamp === undefined || !cursor.accept(timestamp, text)) {
      return;
    }
    this.read = true;
    this.dirty = true;
    log.line(text, new Date(timestamp));
  }

  /** Tells of a change of what the reconciler goes by; not of every figure. */
  private noticeChanges(): void {
    const { total, usersSpawnedAt, sinceWarmUp, ...rest } = this.observation();
    const seen = JSON.stringify([
      rest,
      usersSpawnedAt !== undefined,
      (total?.requests ?? 0) > 0,
    ]);
    if (seen === this.seen || this.stopped.signal.aborted) {
      return;
    }
    this.seen = seen;
    this.changeTimer ??= this.options.clock.setTimer(() => {
      this.changeTimer = undefined;
      this.onChange();
    }, 0);
  }

  private flushSoon(): void {
    const { clock } = this.options;
    if (!this.dirty || this.flushTimer || this.flushing) {
      return;
    }
    const wait = this.flushedAt + FIGURES_INTERVAL_MS - clock.monotonic();
    this.flushTimer = clock.setTimer(() => {
      this.flushTimer = undefined;
      this.flushing = this.flush(false)
        .catch(() => {
          // Stopped: the next process, or the next leader, reads the log again.
        })
        .finally(() => {
          this.flushing = undefined;
          if (!this.stopped.signal.aborted) {
            this.flushSoon();
          }
        });
    }, wait);
  }

  private async finish(): Promise<void> {
    this.flushTimer?.cancel();
    await this.flushing;
    if (this.read) {
      this.log.end();
      await this.flush(true);
    } else {
      await this.closeWhatWasStored();
    }
    this.stored = true;
    this.noticeChanges();
    this.options.onWritten();
  }

  private async flush(last: boolean): Promise<void> {
    const { clock, runId, store, writes, onWritten } = this.options;
    this.dirty = false;
    const now = clock.monotonic();
    this.flushedAt = now;
    const { log } = this;
    const outcome = log.figures();
    this.events.push(...log.takeEvents());
    const events = [...this.events];
    this.points.push(...log.takePoints());
    const points = last ? log.points() : [...this.points];
    const { pointInterval } = log;
    this.endpointPoints.push(...log.takeEndpointPoints());
    const endpointPoints = [...this.endpointPoints];
    const logDue =
      last ||
      (log.lineCount !== this.logLinesFlushed &&
        now - this.logFlushedAt >=
          Math.max(LOG_INTERVAL_MS, log.logLength / LOG_CHARACTERS_PER_MS));
    const lineCount = log.lineCount;

    await writes.write('figures', async () => {
      for (const event of events) {
        await store.addEvent(runId, event);
      }
      await store.progress(runId, {
        phase: await this.phase(last),
        usersSpawnedAt: outcome.usersSpawnedAt,
        workersConnected: outcome.workersConnected,
        currentUsers: outcome.currentUsers,
        exitCode: outcome.exitCode,
        total: outcome.total,
        totalFinal: outcome.final,
        doubts: log.beginningLost
          ? await this.withDoubtsOfBefore(outcome.doubts)
          : outcome.doubts,
      });
      const { requests, errors } =
        log.beginningLost && !outcome.final
          ? await this.withWhatWasStored(outcome)
          : outcome;
      await store.saveFigures(runId, {
        points,
        pointInterval,
        endpointPoints,
        exceptions: outcome.exceptions,
        requests,
        errors,
        final: outcome.final,
        sinceWarmUp: outcome.sinceWarmUp,
      });
      if (last) {
        this.finalRequests = requests;
        this.sinceWarmUp = outcome.sinceWarmUp;
      }
      this.unreachable = unreachableHost(outcome.total, errors);
      if (logDue) {
        // Last of all: a complete log says that everything is stored.
        await store.saveLog(runId, log.storedLog());
      }
    });

    this.events = this.events.slice(events.length);
    this.points = [];
    this.endpointPoints = [];
    if (logDue) {
      this.logFlushedAt = now;
      this.logLinesFlushed = lineCount;
    }
    this.noticeChanges();
    onWritten();
  }

  /** Where the log's beginning was rotated away before this process came, the history knows more of interim figures. */
  private async withWhatWasStored({
    requests,
    errors,
  }: OutcomeFigures): Promise<Pick<OutcomeFigures, 'requests' | 'errors'>> {
    const { runId, store } = this.options;
    const storedErrors = (await store.errors(runId)).items;
    return {
      requests: newest(
        [...(await store.requests(runId)), ...requests],
        it => `${it.method}\0${it.name}`,
      ),
      errors: newest(
        [...storedErrors, ...errors],
        it => `${it.method}\0${it.name}\0${it.message}`,
      ),
    };
  }

  /** What an earlier process saw in the part of the log that is not there any more stays true. */
  private async withDoubtsOfBefore(
    doubts: readonly Doubt[],
  ): Promise<readonly Doubt[]> {
    const { runId, store } = this.options;
    if (!this.before) {
      const run = await store.get(runId);
      this.before = {
        doubts: run?.doubts ?? [],
        hasRead: run?.total !== undefined,
      };
    }
    const { doubts: earlier, hasRead } = this.before;
    return newest(
      [...earlier, ...doubts.filter(it => !(hasRead && it.code === 'LogGap'))],
      it => it.code,
    );
  }

  /** Figures go with the phase that is stored or a later one, for the history ignores news from before it. */
  private async phase(last: boolean): Promise<RunPhase> {
    const { recordedPhase, runId, store } = this.options;
    if (last || !this.storedPhase) {
      this.storedPhase = { phase: (await store.get(runId))?.phase };
    }
    const known = [
      this.storedPhase.phase,
      recordedPhase(),
      this.log.standing().started
        ? ('running' as const)
        : ('starting' as const),
    ].filter((it): it is RunPhase => it !== undefined);
    return known.reduce((a, b) => (phaseRank(b) > phaseRank(a) ? b : a));
  }

  /** The log is gone and this process has read nothing of it: what was stored before is all there will be. */
  private async closeWhatWasStored(): Promise<void> {
    const { runId, store, writes } = this.options;
    this.remembered = await writes.write('the end', async () => {
      const [run, log, requests, errors, sinceWarmUp] = await Promise.all([
        store.get(runId),
        store.log(runId),
        store.requests(runId),
        store.errors(runId),
        store.sinceWarmUp(runId),
      ]);
      const wasComplete = log?.complete === true;
      if (!wasComplete) {
        await store.saveLog(runId, {
          lines: log?.lines ?? [],
          omitted: log?.omitted ?? 0,
          complete: true,
        });
      }
      return {
        workersConnected: run?.workersConnected ?? 0,
        usersSpawnedAt: run?.usersSpawnedAt,
        exitCode: run?.exitCode,
        total: run?.total,
        requests,
        sinceWarmUp,
        unreachable: unreachableHost(run?.total, errors.items),
        // Locust says its exit code right before its final table.
        hasFinalTable: wasComplete && run?.exitCode !== undefined,
        stored: true,
      };
    });
  }
}

function observationOf(
  standing: OutcomeStanding,
  stored: boolean,
): RunObservation {
  return {
    workersConnected: standing.workersConnected,
    usersSpawnedAt: standing.usersSpawnedAt,
    hasFinalTable: standing.final,
    exitCode: standing.exitCode,
    total: standing.total,
    failure: standing.failure,
    stopCondition: standing.stopCondition,
    stored,
  };
}

/** Of those with the same key the last one, in the place of the first. */
function newest<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map(it => [keyOf(it), it])).values()];
}
