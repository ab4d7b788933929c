import {
  compareRuns,
  judgeThresholds,
  judgeTrend,
  nextScheduleTimes,
  parseDuration,
  validateLocustSpec,
  type Comparison,
  type Endpoint,
  type Freeze,
  type FigureComparison,
  type LocustfileFiles,
  type NewFreeze,
  type Point,
  type RequestStatistics,
  type Run,
  type RunEvent,
  type RunList,
  type RunLog,
  type Targets,
  type Test,
  type TestDefinition,
  type TestUpdate,
  type TestTrend,
  type Overview,
  type OwnerUsage,
} from 'backstage-plugin-locust-common';
import type {
  EngineView,
  FreezeList,
  Calendar,
  LocustApi,
  LocustfileConfigMap,
  RepositoryLocustfile,
  RunErrors,
  RunExportFormat,
  RunFile,
  RunNews,
  RunSnapshot,
  RunQuery,
  TestIdentity,
  TestList,
  TestQuery,
  Validation,
  Usage,
} from '../api/LocustApi';
import { askForSnapshot } from '../live/nextSnapshot';
import { isActive } from '../status/isActive';
import { locustManifest } from '../manifest/locustManifest';
import { aRun, aTest, someStatistics } from './aRun';
import {
  FOLDER,
  LATER_FOLDER,
  ranFiles,
  REPOSITORY_FOLDER,
} from './locustfiles';
import { ownerOf, runsOfOthers, schedulesOfOthers } from './otherLoadTests';
import { plannedOf } from './plannedOf';
import { overviewOf } from './overviewOf';
import { refusal } from './refusal';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COURSE_PARTS = 19;
const RUN_TIME = 600;
const USERS = 200;
const SPAWN_RATE = 5;

/** A number from 0 to 1 that is the same for the same seed. */
function noise(seed: number): number {
  const value = Math.sin(seed * 127.1 + 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

/** How slow a run was, beside one whose p95 is 358 ms; the figures of one that goes are those of an even run. */
function slownessOf(run: Run): number {
  return isActive(run.phase) ? 1 : (run.total?.percentiles['95'] ?? 358) / 358;
}

function pointAt(second: number, slowness = 1, wanted = USERS): Point {
  const users = Math.min(wanted, second * SPAWN_RATE);
  const burst = second > 140 && second < 152 ? 11 : 0;
  const load = users / USERS;
  return {
    elapsedSeconds: second,
    users,
    rps: load * (197 + noise(second) * 9),
    failuresPerSecond: burst ? burst + noise(second) : 0,
    median: slowness * (148 + noise(second + 1) * 18),
    avg: slowness * (176 + noise(second + 2) * 20) + burst * 3,
    p95:
      slowness * (340 + noise(second + 3) * 60 + (second > 130 ? 25 : 0)) +
      burst * 6,
    workers: 4,
  };
}

/** The p95 of parts of a run, as lists draw it. */
function p95Until(seconds: number, slowness?: number): number[] {
  const parts = Math.min(COURSE_PARTS, Math.floor(seconds / 2));
  return Array.from(
    { length: parts },
    (_, part) =>
      pointAt(Math.round(((part + 1) * seconds) / parts), slowness).p95 ?? 0,
  );
}

function withCourse(run: Run): Run {
  return run.total
    ? { ...run, p95OverTime: p95Until(RUN_TIME, slownessOf(run)) }
    : run;
}

const ENDPOINTS = [
  { method: 'GET', name: '/cart', share: 0.4, p50: 92, failing: 0 },
  {
    method: 'POST',
    name: '/cart/items',
    share: 0.3,
    p50: 140,
    failing: 0.0001,
  },
  { method: 'POST', name: '/pay', share: 0.2, p50: 260, failing: 0.0142 },
  { method: 'GET', name: '/orders/[id]', share: 0.1, p50: 110, failing: 0 },
] as const;

/** What of a point of the whole run is one endpoint's; whatever fails at the time is paying. */
function pointOfEndpoint(
  whole: Point,
  { share, p50, failing, name }: (typeof ENDPOINTS)[number],
): Point {
  const second = whole.elapsedSeconds;
  const at = (time: number | undefined, seed: number) =>
    time && (time * p50 * (0.95 + noise(second + seed) * 0.1)) / 160;
  return {
    elapsedSeconds: second,
    users: whole.users,
    rps: share * whole.rps * (0.96 + noise(second + p50) * 0.08),
    failuresPerSecond: name === '/pay' ? whole.failuresPerSecond : 0,
    median: at(whole.median, 4),
    avg: at(whole.avg, 5),
    p95: at(whole.p95, 6),
    requests: Math.round(second * 200 * share),
    failures: Math.round(second * 200 * share * failing),
  };
}

function endpointsAfter(
  seconds: number,
  slowness = 1,
): readonly RequestStatistics[] {
  return ENDPOINTS.map(({ method, name, share, p50: usual, failing }) => {
    // What is paid through is slow before all else is.
    const p50 = Math.round(
      usual * (name === '/pay' ? slowness ** 1.3 : slowness ** 0.6),
    );
    const requests = Math.round(seconds * 200 * share);
    const failures = Math.round(requests * failing);
    const at = (factor: number) => Math.round(p50 * factor);
    return {
      method,
      name,
      hasPoints: true,
      statistics: {
        requests,
        failures,
        failRatio: requests ? failures / requests : 0,
        rps: 200 * share,
        failuresPerSecond: seconds ? failures / seconds : 0,
        min: at(0.2),
        avg: at(1.15),
        median: p50,
        max: at(5.5),
        percentiles: {
          '50': p50,
          '66': at(1.3),
          '75': at(1.5),
          '80': at(1.65),
          '90': at(2),
          '95': at(2.3),
          '98': at(2.6),
          '99': at(2.9),
          '99.9': at(4),
          '99.99': at(5),
          '100': at(5.5),
        },
      },
    };
  });
}

/** What the nightly test and the one that goes are held against. */
const THRESHOLDS = ['p95 < 500ms', 'fail_ratio < 1%', 'POST /pay: p99 < 1s'];

/** A run with its thresholds, judged by them if it has ended. */
function withThresholds(run: Run): Run {
  const spec = { ...run.spec, thresholds: THRESHOLDS };
  if (isActive(run.phase)) {
    return { ...run, spec };
  }
  const { verdict, results } = judgeThresholds(THRESHOLDS, {
    total: run.total,
    requests: endpointsAfter(RUN_TIME, slownessOf(run)),
  });
  return { ...run, spec, verdict, thresholds: [...results] };
}

/** JSON has null where a list has to keep its places. */
function orNull<T>(values: readonly (T | undefined)[]): (T | null)[] {
  return values.map(value => value ?? null);
}

function figureAnswer(figure: FigureComparison): Comparison['total'][number] {
  return {
    metric: figure.metric,
    values: orNull(figure.values),
    deltas: orNull(figure.deltas),
  };
}

const LOG = [
  '[2026-11-22 11:42:01,114] INFO/locust.main: Starting Locust 2.47.0',
  '[2026-11-22 11:42:01,115] INFO/locust.main: Run time limit set to 600 seconds',
  '[2026-11-22 11:42:03,402] INFO/locust.runners: worker-7f9c4 (index 0) reported as ready. 1 workers connected.',
  '[2026-11-22 11:42:03,611] INFO/locust.runners: worker-2b8dd (index 1) reported as ready. 2 workers connected.',
  '[2026-11-22 11:42:03,902] INFO/locust.runners: worker-91ccx (index 2) reported as ready. 3 workers connected.',
  '[2026-11-22 11:42:04,027] INFO/locust.runners: worker-x0p2k (index 3) reported as ready. 4 workers connected.',
  '[2026-11-22 11:42:04,120] INFO/locust.runners: Sending spawn jobs of 200 users at 5.00 spawn rate to 4 ready workers',
];

/**
 * What the whole of an interface is told instead of data. `stale`: data at first, then nothing more; `partial`: data
 * without what one of two clusters and the trends would add.
 */
export type FakeTrouble =
  | 'none'
  | 'loading'
  | 'noPermission'
  | 'readOnly'
  | 'noRuns'
  | 'noTarget'
  | 'unreachable'
  | 'forbidden'
  | 'error'
  | 'backendAway'
  | 'stale'
  | 'partial';

/** For how long after its first question an interface of which the data becomes stale answers. */
const FRESH = 2 * SECOND;

export const REPOSITORY_LOCUSTFILE = `from locust import HttpUser, task


class Shopper(HttpUser):
    @task
    def browse(self):
        self.client.get("/")
`;

/**
 * A backend in memory with believable data: a run that progresses, one of each outcome, schedules, and every trouble
 * that the screens have a state for.
 */
export class FakeLocustApi implements LocustApi {
  readonly #began: Date;
  readonly #now: () => Date;
  readonly #trouble: FakeTrouble;
  readonly #locustfile: string | undefined;
  /** Runs by the key that they were made with. */
  readonly #made = new Map<string, string>();
  #runs: Run[];
  #tests: Test[];
  #freezes: readonly Freeze[] = [];
  #firstAsked?: Date;

  constructor(
    options: {
      readonly trouble?: FakeTrouble;
      /** Where the entity says that its locustfile is in its repository. */
      readonly locustfile?: string;
      readonly now?: () => Date;
    } = {},
  ) {
    this.#now = options.now ?? (() => new Date());
    this.#trouble = options.trouble ?? 'none';
    this.#locustfile = options.locustfile;
    this.#began = this.#now();
    this.#runs = this.#someRuns();
    this.#tests = this.#someTests();
  }

  #ago(milliseconds: number): Date {
    return new Date(this.#began.getTime() - milliseconds);
  }

  #someRuns(): Run[] {
    const ended = (id: string, ago: number, change: Partial<Run>): Run =>
      aRun({
        id: id.padEnd(26, '0'),
        createdAt: this.#ago(ago),
        startedAt: this.#ago(ago - 8 * SECOND),
        finishedAt: this.#ago(ago - 8 * SECOND - RUN_TIME * SECOND),
        ...change,
      });
    const recent: Run[] = [
      withThresholds(
        aRun({
          id: 'running'.padEnd(26, '0'),
          phase: 'running',
          createdAt: this.#ago(200 * SECOND),
          startedAt: this.#ago(192 * SECOND),
          finishedAt: undefined,
          exitCode: undefined,
          users: USERS,
          spec: { ...aRun().spec, users: USERS, workers: 4 },
        }),
      ),
      ended('queued', 90 * SECOND, {
        test: 'search-soak',
        phase: 'queued',
        startedAt: undefined,
        finishedAt: undefined,
        total: undefined,
        workersConnected: 0,
        reason: {
          code: 'OverOwnerLimit',
          message:
            'It waits: 3 of 3 runs of team-checkout are going. It starts by itself when one of them ends.',
        },
      }),
      withThresholds(
        ended('failed', 8 * HOUR, {
          test: 'nightly-checkout',
          trigger: 'schedule',
          requestedBy: undefined,
          verdict: 'failed',
          total: someStatistics({
            requests: 58_204,
            failures: 180,
            failRatio: 0.0031,
            rps: 97,
            percentiles: { '50': 210, '95': 612, '99': 900 },
          }),
          doubts: [
            {
              code: 'WorkerCpu',
              message:
                'Worker nightly-checkout-worker-2 stood above 90 % of a core, for 3m20s of 10m and at most at 99 %. Use more workers, or give them more CPU, for their response times may hold waiting of their own.',
            },
          ],
        }),
      ),
      withThresholds(
        ended('passed', 4 * DAY, {
          test: 'nightly-checkout',
          trigger: 'schedule',
          requestedBy: undefined,
          verdict: 'passed',
          pinned: true,
          baseline: true,
          note: {
            text: 'The last run before the new payment provider.',
            by: 'user:default/jane.doe',
            at: this.#ago(3 * DAY),
          },
        }),
      ),
      ended('applied', 5 * DAY, {
        test: 'soak-before-release',
        name: 'soak-before-release',
        trigger: 'resource',
        requestedBy: undefined,
        users: 50,
        runTimeSeconds: 7_200,
        finishedAt: this.#ago(5 * DAY - 2 * HOUR),
        total: someStatistics({
          requests: 360_220,
          failures: 12,
          failRatio: 0.00003,
          rps: 50,
        }),
      }),
      ended('stopped', 6 * DAY, {
        phase: 'stopped',
        requestedBy: 'user:default/jane.doe',
        users: 200,
        finishedAt: this.#ago(6 * DAY - 108 * SECOND),
        reason: {
          code: 'StoppedByUser',
          message: 'jane.doe stopped it; the statistics up to then are kept.',
        },
        total: someStatistics({ requests: 19_004, rps: 190 }),
      }),
      ended('brokenrun', 6 * DAY + HOUR, {
        phase: 'error',
        requestedBy: 'user:default/jane.doe',
        finishedAt: this.#ago(6 * DAY + HOUR - 39 * SECOND),
        exitCode: undefined,
        workersConnected: 0,
        total: undefined,
        reason: {
          code: 'ImagePullFailed',
          message:
            'The image registry.example.com/locust:2.99 cannot be pulled: it was not found. Check spec.image.',
        },
      }),
      ended('skipped', 7 * DAY, {
        test: 'nightly-checkout',
        trigger: 'schedule',
        requestedBy: undefined,
        phase: 'skipped',
        startedAt: undefined,
        finishedAt: undefined,
        total: undefined,
        reason: {
          code: 'PreviousStillRunning',
          message:
            'The run before was still going, and the schedule forbids two at once.',
        },
      }),
      ended('peakbase', 8 * DAY, {
        baseline: true,
        users: USERS,
        spec: { ...aRun().spec, users: USERS },
        total: someStatistics({ rps: 194, requests: 116_400 }),
      }),
    ];
    const older = Array.from({ length: 48 }, (_, index) =>
      ended(
        `older${index + 100}`,
        (9 + index) * DAY,
        index % 3 ? this.#smokeRun(index) : this.#nightlyRun(index),
      ),
    );
    return [...recent, ...older, ...runsOfOthers(this.#began)].map(withCourse);
  }

  #smokeRun(index: number): Partial<Run> {
    return {
      test: 'smoke',
      users: 5 + (index % 4) * 20,
      finishedAt: this.#ago((9 + index) * DAY - 38 * SECOND),
      total: someStatistics({
        requests: 147 + index * 31,
        rps: 4 + noise(index) * 30,
        percentiles: { '50': 90, '95': 180 + Math.round(noise(index) * 90) },
      }),
    };
  }

  #nightlyRun(index: number): Partial<Run> {
    const slow = index === 30;
    return {
      test: 'nightly-checkout',
      trigger: 'schedule',
      requestedBy: undefined,
      verdict: slow ? 'failed' : 'passed',
      total: someStatistics({
        requests: 59_000 + index * 31,
        rps: 98 + noise(index) * 4,
        failures: Math.round(noise(index + 7) * 40),
        failRatio: noise(index + 7) * 0.0007,
        percentiles: {
          '50': 140 + Math.round(noise(index + 3) * 20),
          '95': slow ? 540 : 335 + Math.round(noise(index) * 40),
          '99': 470,
        },
      }),
    };
  }

  #someTests(): Test[] {
    const upcoming = (schedule: string, zone: string) => [
      ...nextScheduleTimes(schedule, zone, this.#began, 5),
    ];
    return [
      aTest({
        nextRunsAt: upcoming('0 2 * * 1-5', 'Europe/Berlin'),
        lastRuns: this.#runs.filter(run => run.test === 'nightly-checkout'),
      }),
      aTest({
        id: 'paused-smoke',
        name: 'smoke',
        test: 'smoke',
        schedule: '*/15 * * * *',
        timeZone: 'UTC',
        suspended: true,
        phase: 'Suspended',
        nextRunsAt: [],
        lastRuns: this.#runs.filter(run => run.test === 'smoke'),
      }),
      aTest({
        id: 'invalid-soak',
        name: 'weekend-soak',
        test: 'weekend-soak',
        schedule: '0 25 * * 6',
        phase: 'Invalid',
        problem:
          '"0 25 * * 6" has the hour 25; hours go from 0 to 23, such as "0 2 * * 6".',
        nextRunsAt: [],
      }),
      ...schedulesOfOthers(this.#began),
    ];
  }

  async #answer<T>(value: T): Promise<T> {
    switch (this.#trouble) {
      case 'loading':
        return new Promise<T>(() => {});
      case 'noPermission':
        throw await refusal(
          403,
          'NotAllowedError',
          'You are not an owner of component:default/checkout.',
        );
      case 'error':
        throw await refusal(
          500,
          'Error',
          'The database does not answer: connection refused.',
        );
      case 'backendAway':
        throw new TypeError('Failed to fetch');
      case 'stale':
        this.#firstAsked ??= this.#now();
        if (this.#now().getTime() - this.#firstAsked.getTime() >= FRESH) {
          throw new TypeError('Failed to fetch');
        }
        return value;
      default:
        return value;
    }
  }

  #current(run: Run): Run {
    const { startedAt } = run;
    if (run.phase !== 'running' || !startedAt) {
      return run;
    }
    const seconds = Math.floor(
      (this.#now().getTime() - startedAt.getTime()) / SECOND,
    );
    const going = Math.min(seconds, run.runTimeSeconds ?? seconds);
    const statistics = endpointsAfter(going).map(one => one.statistics);
    const requests = statistics.reduce((sum, one) => sum + one.requests, 0);
    const failures = statistics.reduce((sum, one) => sum + one.failures, 0);
    const ended = seconds >= (run.runTimeSeconds ?? Infinity);
    return {
      ...run,
      p95OverTime: p95Until(going),
      phase: ended ? 'finished' : 'running',
      finishedAt: ended
        ? new Date(startedAt.getTime() + going * SECOND)
        : undefined,
      currentUsers: pointAt(going).users,
      usersSpawnedAt: new Date(startedAt.getTime() + 40 * SECOND),
      total: someStatistics({
        requests,
        failures,
        failRatio: requests ? failures / requests : 0,
        rps: pointAt(going).rps,
        percentiles: { ...someStatistics().percentiles, '95': 388 },
      }),
    };
  }

  /** The runs of an entity, or all of them, the newest first. */
  #runsOf(entityRef: string | undefined): readonly Run[] {
    if (this.#trouble === 'noRuns' || this.#trouble === 'noTarget') {
      return [];
    }
    const runs = this.#runs.map(run => this.#current(run));
    return entityRef
      ? runs.filter(run => run.entityRef === entityRef)
      : runs.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }

  #find(runId: string): Run | undefined {
    const run = this.#runs.find(one => one.id === runId);
    return run && this.#current(run);
  }

  async #need(runId: string): Promise<Run> {
    const run = await this.#answer(this.#find(runId));
    if (!run) {
      throw await refusal(404, 'NotFoundError', `There is no run ${runId}.`);
    }
    return run;
  }

  #secondsOf(run: Run): number {
    if (!run.startedAt || !run.total) {
      return 0;
    }
    const end = run.finishedAt ?? this.#now();
    return Math.floor((end.getTime() - run.startedAt.getTime()) / SECOND);
  }

  async listRuns(query: RunQuery): Promise<RunList> {
    const from = Number(query.cursor ?? 0);
    const limit = query.limit ?? 25;
    const matching = this.#runsOf(query.entityRef).filter(
      run =>
        (!query.phase || query.phase.split(',').includes(run.phase)) &&
        (!query.verdict || run.verdict === query.verdict) &&
        (!query.trigger || query.trigger.split(',').includes(run.trigger)) &&
        (!query.from || run.createdAt >= query.from) &&
        (query.baseline === undefined ||
          Boolean(run.baseline) === query.baseline) &&
        (!query.test || run.test === query.test),
    );
    const items = matching.slice(from, from + limit);
    return this.#answer({
      items,
      nextCursor:
        from + limit < matching.length ? String(from + limit) : undefined,
      total: matching.length,
    });
  }

  async createRun(definition: TestDefinition, key: string): Promise<Run> {
    const made = this.#made.get(key);
    if (made) {
      return this.#need(made);
    }
    const { problems } = await this.validate(definition);
    if (problems.length) {
      throw await refusal(400, 'InputError', problems[0].message);
    }
    return this.#start(key, {
      test: definition.name,
      name: `${definition.name}-a1b2c`,
      spec: definition.spec,
      users: Number(definition.spec.users ?? 1),
      runTimeSeconds: definition.spec.runTime
        ? parseDuration(String(definition.spec.runTime))
        : undefined,
      workersWanted: Number(definition.spec.workers ?? 1),
      workersConnected: Number(definition.spec.workers ?? 1),
    });
  }

  #start(key: string, more: Partial<Run>): Promise<Run> {
    const now = this.#now();
    const run = aRun({
      id: `made${this.#runs.length}`.padEnd(26, '0'),
      phase: 'running',
      createdAt: now,
      startedAt: now,
      finishedAt: undefined,
      total: undefined,
      ...more,
    });
    this.#runs = [run, ...this.#runs];
    this.#made.set(key, run.id);
    return this.#answer(run);
  }

  async getRun(runId: string): Promise<Run> {
    return this.#need(runId);
  }

  async deleteRun(runId: string): Promise<void> {
    await this.#need(runId);
    this.#runs = this.#runs.filter(run => run.id !== runId);
  }

  async stopRun(runId: string): Promise<Run> {
    const run = await this.#need(runId);
    const stopped: Run = {
      ...run,
      phase: 'stopped',
      finishedAt: this.#now(),
      reason: {
        code: 'StoppedByUser',
        message: 'You stopped it; the statistics up to then are kept.',
      },
    };
    this.#runs = this.#runs.map(one => (one.id === runId ? stopped : one));
    return stopped;
  }

  async getPoints(
    runId: string,
    afterSeconds?: number,
    endpoint?: Endpoint,
  ): Promise<readonly Point[]> {
    const run = await this.#need(runId);
    const known = ENDPOINTS.find(
      it => it.method === endpoint?.method && it.name === endpoint.name,
    );
    if (endpoint && !(known && this.#secondsOf(run))) {
      throw await refusal(
        404,
        'NotFoundError',
        `Run ${runId} has no points of ${endpoint.method} ${endpoint.name}.`,
      );
    }
    const points: Point[] = [];
    if (!this.#secondsOf(run)) {
      return points;
    }
    for (let second = 0; second <= this.#secondsOf(run); second += 2) {
      if (afterSeconds === undefined || second > afterSeconds) {
        const point = pointAt(second, slownessOf(run), run.users);
        points.push(known ? pointOfEndpoint(point, known) : point);
      }
    }
    return points;
  }

  async getRequests(runId: string): Promise<readonly RequestStatistics[]> {
    const run = await this.#need(runId);
    const seconds = this.#secondsOf(run);
    return seconds ? endpointsAfter(seconds, slownessOf(run)) : [];
  }

  async getErrors(runId: string): Promise<RunErrors> {
    const seconds = this.#secondsOf(await this.#need(runId));
    return {
      items: seconds
        ? [
            {
              occurrences: Math.round(seconds * 0.56),
              method: 'POST',
              name: '/pay',
              message:
                "HTTPError('502 Server Error: Bad Gateway for url: /pay')",
            },
            {
              occurrences: 2,
              method: 'POST',
              name: '/cart/items',
              message: "ConnectionError('Connection reset by peer')",
            },
          ]
        : [],
      exceptions: [],
    };
  }

  async *watchRun(runId: string, signal: AbortSignal): AsyncGenerator<RunNews> {
    let before: RunSnapshot | undefined;
    while (!signal.aborted) {
      const snapshot = await askForSnapshot(this, runId, before);
      if (snapshot === before) {
        yield { kind: 'alive' };
      } else {
        yield { kind: 'snapshot', ...snapshot };
      }
      before = snapshot;
      if (!isActive(snapshot.run.phase)) {
        yield { kind: 'end', reason: 'ended' };
        return;
      }
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 1_000);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async getEvents(runId: string): Promise<readonly RunEvent[]> {
    const run = await this.#need(runId);
    const at = (seconds: number) =>
      new Date(run.createdAt.getTime() + seconds * SECOND);
    return [
      {
        time: at(0),
        type: 'normal',
        reason: 'MasterCreated',
        message: `Job ${run.jobName} was made.`,
      },
      {
        time: at(3),
        type: 'normal',
        reason: 'WorkersReady',
        message: 'All 4 workers are connected.',
      },
      {
        time: at(48),
        type: 'normal',
        reason: 'UsersSpawned',
        message: 'All 200 users are running.',
      },
      {
        time: at(131),
        type: 'warning',
        reason: 'WorkerLost',
        message: 'Worker 3 stopped answering and was replaced.',
      },
    ];
  }

  async getLog(runId: string, afterLine = 0): Promise<RunLog> {
    const run = await this.#need(runId);
    const all =
      run.phase === 'error'
        ? []
        : [
            ...LOG,
            ...Array.from(
              { length: Math.floor(this.#secondsOf(run) / 2) },
              (_, index) =>
                `[2026-11-22 11:42:${String(5 + index).padStart(
                  2,
                  '0',
                )},000] INFO/root: ${200 + index} requests in the last second`,
            ),
          ];
    return {
      lines: all.slice(afterLine),
      lastLine: all.length,
      complete: run.phase !== 'running',
    };
  }

  /** Writes what people say of a run. */
  async getRunLocustfile(runId: string): Promise<LocustfileFiles> {
    const { id, test, verdict, spec } = await this.#need(runId);
    if (test === 'nightly-checkout') {
      return verdict === 'failed' ? LATER_FOLDER : FOLDER;
    }
    const source = spec.locustfile as { readonly inline?: string } | undefined;
    if (!source?.inline || test === 'soak-before-release') {
      throw await refusal(
        404,
        'NotFoundError',
        `No locustfile is kept of run ${id}; it came with the image, or could not be read when the run began`,
      );
    }
    return ranFiles({ 'locustfile.py': source.inline });
  }

  async #mark(runId: string, marks: Partial<Run>): Promise<Run> {
    const run = await this.#need(runId);
    if (this.#trouble === 'readOnly') {
      throw await refusal(
        403,
        'NotAllowedError',
        'You may look at the runs of component:default/checkout, not change them.',
      );
    }
    const marked = { ...run, ...marks };
    this.#runs = this.#runs.map(one => (one.id === runId ? marked : one));
    return marked;
  }

  async pinRun(runId: string): Promise<Run> {
    return this.#mark(runId, { pinned: true });
  }

  async unpinRun(runId: string): Promise<Run> {
    return this.#mark(runId, { pinned: false });
  }

  async setBaseline(runId: string): Promise<Run> {
    const run = await this.#need(runId);
    if (isActive(run.phase)) {
      throw await refusal(
        409,
        'ConflictError',
        `This run has not ended (${run.phase}), so it cannot be a baseline yet; wait for its end`,
      );
    }
    const marked = await this.#mark(runId, { baseline: true });
    this.#runs = this.#runs.map(one =>
      one.test === run.test && one.id !== runId
        ? { ...one, baseline: false }
        : one,
    );
    return marked;
  }

  async clearBaseline(runId: string): Promise<Run> {
    return this.#mark(runId, { baseline: false });
  }

  async setNote(runId: string, text: string): Promise<Run> {
    return this.#mark(runId, {
      note: { text, by: 'user:default/guest', at: this.#now() },
    });
  }

  async removeNote(runId: string): Promise<Run> {
    return this.#mark(runId, { note: undefined });
  }

  async rejudgeRun(runId: string, thresholds: readonly string[]): Promise<Run> {
    const { total } = await this.#need(runId);
    const requests = await this.getRequests(runId);
    const { verdict, results } = judgeThresholds(thresholds, {
      total,
      requests,
    });
    return this.#mark(runId, {
      rejudgement: {
        verdict,
        thresholds: [...results],
        by: 'user:default/guest',
        at: this.#now(),
      },
    });
  }

  async removeRejudgement(runId: string): Promise<Run> {
    return this.#mark(runId, { rejudgement: undefined });
  }

  async exportRun(runId: string, format: RunExportFormat): Promise<RunFile> {
    const run = await this.#need(runId);
    return {
      name: `${run.test}.${format}`,
      content: new Blob([JSON.stringify(run)], { type: 'text/plain' }),
    };
  }

  async compareRuns(
    runIds: readonly string[],
    reference?: string,
  ): Promise<Comparison> {
    const compared = await Promise.all(
      runIds.map(async id => ({
        run: await this.#need(id),
        requests: await this.getRequests(id),
        points: await this.getPoints(id),
      })),
    );
    const { settings, total, endpoints, series, ...rest } = compareRuns(
      compared,
      reference === undefined ? 0 : runIds.indexOf(reference),
    );
    return {
      ...rest,
      runs: compared.map(one => one.run),
      settings: settings.map(({ path, values }) => ({
        path,
        values: orNull(values),
      })),
      total: total.map(figureAnswer),
      endpoints: endpoints.map(endpoint => ({
        ...endpoint,
        present: [...endpoint.present],
        figures: endpoint.figures.map(figureAnswer),
      })),
      series: Object.fromEntries(
        Object.entries(series).map(([metric, rows]) => [
          metric,
          rows.map(row => ({ ...row, values: orNull(row.values) })),
        ]),
      ),
    };
  }

  async getTrend({ test }: TestIdentity, limit = 30): Promise<TestTrend> {
    const ended =
      this.#trouble === 'noRuns'
        ? []
        : this.#runs.filter(run => run.test === test && !isActive(run.phase));
    const { runs } = judgeTrend(
      ended.map(run => ({
        runId: run.id,
        createdAt: run.createdAt,
        phase: run.phase,
        verdict: run.verdict,
        baseline: Boolean(run.baseline),
        users: run.users,
        p95: run.total?.percentiles['95'],
        failRatio: run.total?.failRatio,
        rps: run.total?.rps,
        requests: run.total?.requests,
      })),
    );
    const shown = runs.slice(-limit);
    if (this.#trouble === 'partial') {
      throw await refusal(
        500,
        'Error',
        'The trend was not computed within 10 s; the database is busy.',
      );
    }
    return this.#answer({
      items: shown.map(({ run, judgements }) => ({ ...run, judgements })),
      passRate: judgeTrend(shown.map(one => one.run)).passRate,
    });
  }

  async listTests({
    entityRef,
    search = '',
    limit,
    cursor,
  }: TestQuery): Promise<TestList> {
    const empty = this.#trouble === 'noRuns' || this.#trouble === 'noTarget';
    const away = this.#clusterAway();
    const matching = this.#tests.filter(
      test =>
        !empty &&
        test.cluster !== away &&
        (!entityRef || test.entityRef === entityRef) &&
        `${test.test} ${test.entityRef} ${test.cluster}`.includes(search),
    );
    const from = Number(cursor ?? 0);
    const until = from + (limit ?? matching.length);
    return this.#answer({
      items: matching.slice(from, until).map(test => ({
        ...test,
        owner: ownerOf(test.entityRef),
        ...(limit !== undefined && {
          allowed:
            this.#trouble === 'readOnly' ? [] : ['trigger', 'update', 'delete'],
        }),
      })),
      total: matching.length,
      nextCursor: until < matching.length ? String(until) : undefined,
      unavailable: away
        ? [
            {
              cluster: away,
              message: this.#clusterProblem(),
              since: this.#ago(38 * MINUTE),
            },
          ]
        : [],
    });
  }

  async createTest(definition: TestDefinition): Promise<Test> {
    const { problems } = await this.validate(definition);
    if (problems.length) {
      throw await refusal(400, 'InputError', problems[0].message);
    }
    const { schedule, timeZone } = definition.spec;
    const test = aTest({
      id: `made-${this.#tests.length}`,
      name: definition.name,
      test: definition.name,
      schedule,
      timeZone,
      nextRunsAt: nextScheduleTimes(schedule, timeZone, this.#now(), 5),
    });
    this.#tests = [...this.#tests, test];
    return this.#answer(test);
  }

  async getTest(testId: string): Promise<Test> {
    return this.#answer(await this.#needTest(testId));
  }

  async updateTest(
    testId: string,
    { generation, spec }: TestUpdate,
  ): Promise<Test> {
    const test = await this.#needTest(testId);
    if (test.generation !== generation) {
      throw await refusal(
        409,
        'ConflictError',
        `The test load/${test.name} was changed meanwhile; open it again, and make your change to what is there now`,
      );
    }
    const { schedule, timeZone = 'UTC' } = spec;
    const changed: Test = {
      ...test,
      generation: generation + 1,
      spec,
      schedule,
      timeZone,
      nextRunsAt: test.suspended
        ? []
        : nextScheduleTimes(schedule, timeZone, this.#now(), 5),
    };
    this.#tests = this.#tests.map(one => (one.id === testId ? changed : one));
    return this.#answer(changed);
  }

  async deleteTest(testId: string): Promise<void> {
    this.#tests = this.#tests.filter(test => test.id !== testId);
  }

  async #suspend(testId: string, suspended: boolean): Promise<Test> {
    this.#tests = this.#tests.map(test =>
      test.id === testId
        ? {
            ...test,
            suspended,
            nextRunsAt: suspended
              ? []
              : nextScheduleTimes(test.schedule, test.timeZone, this.#now(), 5),
          }
        : test,
    );
    return this.#needTest(testId);
  }

  async #needTest(testId: string): Promise<Test> {
    const test = this.#tests.find(one => one.id === testId);
    if (!test) {
      throw await refusal(404, 'NotFoundError', `There is no test ${testId}.`);
    }
    return test;
  }

  async triggerTest(testId: string, key: string): Promise<Run> {
    const made = this.#made.get(key);
    if (made) {
      return this.#need(made);
    }
    const test = await this.#needTest(testId);
    return this.#start(key, { test: test.test, name: test.name });
  }

  async pauseTest(testId: string): Promise<Test> {
    return this.#suspend(testId, true);
  }

  async resumeTest(testId: string): Promise<Test> {
    return this.#suspend(testId, false);
  }

  async validate(definition: TestDefinition): Promise<Validation> {
    const problems = validateLocustSpec(definition.spec);
    const host = String(definition.spec.host ?? '');
    const refused = host.includes('production')
      ? [
          {
            field: 'spec.host',
            message: `team-checkout may not send load to ${host}; it may use https://*.staging.example.com.`,
          },
        ]
      : [];
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: definition.name, namespace: definition.namespace },
    };
    return this.#answer({
      problems: [...problems, ...refused],
      manifests: [
        {
          kind: 'Locust',
          name: definition.name,
          yaml: locustManifest(definition),
        },
        {
          kind: 'Job',
          name: definition.name,
          yaml: JSON.stringify(job, null, 2),
        },
      ],
    });
  }

  /** The cluster that cannot be asked, if any. */
  #clusterAway(): string | undefined {
    switch (this.#trouble) {
      case 'unreachable':
      case 'forbidden':
        return 'eu-1';
      case 'partial':
        return 'us-1';
      default:
        return undefined;
    }
  }

  #clusterProblem(): string {
    return this.#trouble === 'forbidden'
      ? 'The portal may not list locusts.locust-qa.xyz in namespace load (forbidden); apply its Role there.'
      : 'Its certificate has expired (x509: certificate has expired).';
  }

  async getTargets(): Promise<Targets> {
    const away = this.#clusterAway();
    const clusters = this.#trouble === 'partial' ? ['eu-1', 'us-1'] : ['eu-1'];
    return this.#answer({
      clusters:
        this.#trouble === 'noTarget'
          ? []
          : clusters.map(name => ({
              name,
              namespaces: ['load'],
              available: name !== away,
              problem: name === away ? this.#clusterProblem() : undefined,
            })),
      freeze: this.#freezes.find(it => it.inForce),
      guardrails: {
        images: ['locustio/locust:2.*'],
        maxWorkers: 20,
        maxUsers: 5_000,
        maxRunTime: '4h',
      },
      defaults: {
        cluster: this.#trouble === 'noTarget' ? undefined : 'eu-1',
        namespace: this.#trouble === 'noTarget' ? undefined : 'load',
        host: 'https://checkout.staging.example.com',
        locustfile: this.#locustfile,
        image: 'locustio/locust:2.47.0',
        workers: 2,
        users: 10,
        spawnRate: 2,
        runTime: '5m',
      },
    });
  }

  async getRepositoryLocustfile(): Promise<RepositoryLocustfile> {
    return this.#answer({
      path: this.#locustfile ?? '',
      url: `https://github.com/acme/shop/tree/main/${this.#locustfile}`,
      ...(this.#locustfile?.endsWith('/')
        ? {
            content: FOLDER.files[FOLDER.main],
            folder: REPOSITORY_FOLDER,
          }
        : { content: REPOSITORY_LOCUSTFILE }),
    });
  }

  async listConfigMaps(): Promise<readonly LocustfileConfigMap[]> {
    return this.#answer([
      { name: 'checkout-load', keys: ['locustfile.py', 'peak.py'] },
      { name: 'search-load', keys: ['search.py'] },
    ]);
  }

  async getCalendar(): Promise<Calendar> {
    const { items, unavailable } = await this.listTests({});
    return {
      items: items.map(plannedOf),
      total: items.length,
      unavailable,
    };
  }

  async getOverview(): Promise<Overview> {
    return this.#answer(
      overviewOf(this.#runsOf(undefined), () => this.#trouble !== 'readOnly'),
    );
  }

  async getUsage(from: Date): Promise<Usage> {
    const items =
      this.#trouble === 'noRuns'
        ? []
        : this.#runs
            .filter(run => run.startedAt && run.createdAt >= from)
            .map((run): OwnerUsage => {
              const hours = this.#secondsOf(run) / 3_600;
              return {
                owner: ownerOf(run.entityRef),
                day: run.createdAt.toISOString().slice(0, 10),
                runs: 1,
                failed: run.verdict === 'failed' ? 1 : 0,
                errors: run.phase === 'error' ? 1 : 0,
                userHours: hours * (run.users ?? 0),
                workerHours: hours * run.workersWanted,
              };
            });
    return this.#answer({ from, to: this.#now(), items });
  }

  async listFreezes(): Promise<FreezeList> {
    return this.#answer({
      items: this.#freezes,
      clusters: ['eu-1', 'us-1'],
      mayDeclare: true,
    });
  }

  async declareFreeze(freeze: NewFreeze): Promise<Freeze> {
    const now = this.#now();
    const from = freeze.from ?? now;
    const declared: Freeze = {
      ...freeze,
      id: `freeze-${this.#freezes.length + 1}`,
      from,
      inForce: from <= now,
      stopsRuns: freeze.stopsRuns ?? false,
      declaredBy: 'user:default/pat',
      configured: false,
    };
    this.#freezes = [...this.#freezes, declared];
    return this.#answer(declared);
  }

  async liftFreeze(freezeId: string): Promise<void> {
    this.#freezes = this.#freezes.filter(it => it.id !== freezeId);
    await this.#answer(undefined);
  }

  async getEngine(): Promise<EngineView> {
    return this.#answer({
      findings: [
        {
          severity: 'warning',
          code: 'databaseSlow',
          what: 'The database took 2s for a question without work, so every page is slow.',
          fix: 'Look at the load of the database and of this process, and at the number of connections that are allowed.',
        },
      ],
      clusters: [
        {
          cluster: 'eu-1',
          server: 'https://eu-1.example.com:6443',
          version: 'v1.34.4',
          state: 'healthy',
          message: 'Everything is watched.',
          leader: 'portal-7f9-x2',
          queueDepth: 0,
          missingRights: [],
          rightsCheckedAt: this.#ago(4 * MINUTE),
          orphans: { count: 0, examples: [] },
          recentErrors: [],
          findings: [],
          resources: [
            {
              resource: 'locusts',
              state: 'watching',
              objects: 41,
              lastContactAt: this.#ago(0.2 * MINUTE),
            },
            {
              resource: 'jobs',
              state: 'watching',
              objects: 12,
              lastContactAt: this.#ago(2 * MINUTE),
            },
          ],
        },
        {
          cluster: 'us-1',
          server: 'https://us-1.example.com:6443',
          version: 'v1.33.2',
          state: 'forbidden',
          message:
            'Some permissions are missing; apply the Role of the manual.',
          since: this.#ago(2 * HOUR),
          leader: 'portal-7f9-x2',
          queueDepth: 3,
          oldestKeyMs: 41_000,
          missingRights: [
            { verb: 'get', resource: 'pods/log', namespace: 'load' },
            { verb: 'create', resource: 'jobs.batch', namespace: 'load' },
          ],
          rightsCheckedAt: this.#ago(MINUTE),
          orphans: {
            count: 2,
            examples: [
              {
                kind: 'Job',
                namespace: 'load',
                name: 'job-checkout-x7k2p',
                because: 'noLocust',
              },
              {
                kind: 'Service',
                namespace: 'load',
                name: 'service-search',
                because: 'noJob',
              },
            ],
          },
          recentErrors: [
            {
              at: this.#ago(3 * MINUTE),
              message:
                'cluster us-1: pods/log: Could not get pods/log in namespace "load": the API server forbids it (403)',
              times: 12,
            },
          ],
          findings: [
            {
              severity: 'error',
              code: 'rightsMissing',
              what: 'The account may not get pods/log in namespace load; create jobs.batch in namespace load.',
              fix: 'Apply manifests/rbac-namespaced.yaml of this version of the backend plugin, and bind it to the account that is configured for this cluster.',
            },
            {
              severity: 'warning',
              code: 'orphans',
              what: '2 objects belong to no Locust any more: Job load/job-checkout-x7k2p, Service load/service-search.',
              fix: 'Nothing is removed that nobody is known to own. Look whether anybody needs them, and remove them with kubectl delete.',
            },
          ],
          resources: [
            {
              resource: 'pods/log',
              state: 'forbidden',
              objects: 0,
              error: 'may not get pods/log in namespace load',
            },
          ],
        },
        {
          cluster: 'new-1',
          server: 'https://new-1.example.com:6443',
          version: 'v1.34.4',
          state: 'crdMissing',
          message:
            'The resource locusts.locust-qa.xyz is not installed. Apply crd.yaml, or allow the plugin to do it.',
          since: this.#ago(5 * MINUTE),
          queueDepth: 0,
          findings: [
            {
              severity: 'error',
              code: 'definitionMissing',
              what: 'The cluster does not know the Locust resource.',
              fix: 'kubectl apply --server-side -f manifests/crd.yaml of this version of the backend plugin, or set locust.installCrd.',
            },
          ],
          resources: [],
        },
        {
          cluster: 'edge',
          server: 'https://edge.example.com:6443',
          state: 'unreachable',
          message:
            'It does not answer: x509: certificate has expired. History is still served.',
          since: this.#ago(38 * MINUTE),
          queueDepth: 0,
          findings: [
            {
              severity: 'error',
              code: 'clusterUnreachable',
              what: 'It does not answer: x509: certificate has expired.',
              fix: 'Look whether the API server is up and can be reached from the backend, and whether the address, certificate and credentials under locust.clusters are right.',
            },
          ],
          resources: [],
        },
      ],
    });
  }
}
