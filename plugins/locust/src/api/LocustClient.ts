import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  DefaultApiClient,
  type ActiveRun,
  type ClusterHealth,
  type ClusterProblem,
  type Comparison,
  type Endpoint,
  type Freeze,
  type InJson,
  type LocustfileFiles,
  type NewFreeze,
  type Overview,
  type Point,
  type RequestStatistics,
  type Run,
  type RunEvent,
  type RunList,
  type RunLog,
  type RunUpdate,
  type RunWatchEnd,
  type Targets,
  type Test,
  type TestDefinition,
  type TestUpdate,
  type TestTrend,
} from 'backstage-plugin-locust-common';
import { NoStreamError } from './NoStreamError';
import { readServerSentEvents } from './readServerSentEvents';
import { untilAnswered } from './untilAnswered';
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
  RunQuery,
  TestIdentity,
  TestList,
  TestQuery,
  Validation,
  Usage,
} from './LocustApi';

/** What every generated method answers with: `T` as it is in JSON. */
type Answer<T> = Pick<Response, 'ok' | 'status' | 'headers'> & {
  json(): Promise<T>;
};

const date = (text: string): Date => new Date(text);
const maybeDate = (text?: string): Date | undefined =>
  text === undefined ? undefined : new Date(text);

const decodeRun = ({ note, rejudgement, ...run }: InJson<Run>): Run => ({
  ...run,
  createdAt: date(run.createdAt),
  startedAt: maybeDate(run.startedAt),
  usersSpawnedAt: maybeDate(run.usersSpawnedAt),
  finishedAt: maybeDate(run.finishedAt),
  ...(note && { note: { ...note, at: date(note.at) } }),
  ...(rejudgement && {
    rejudgement: { ...rejudgement, at: date(rejudgement.at) },
  }),
});

const decodeTest = (test: InJson<Test>): Test => ({
  ...test,
  createdAt: date(test.createdAt),
  lastScheduledAt: maybeDate(test.lastScheduledAt),
  nextRunsAt: test.nextRunsAt.map(date),
  lastRuns: test.lastRuns.map(decodeRun),
});

const decodePoint = (point: InJson<Point>): Point => ({
  ...point,
  time: maybeDate(point.time),
});

const decodeEvent = (event: InJson<RunEvent>): RunEvent => ({
  ...event,
  time: date(event.time),
});

const decodeHealth = (health: InJson<ClusterHealth>): ClusterHealth => ({
  ...health,
  since: maybeDate(health.since),
  rightsCheckedAt: maybeDate(health.rightsCheckedAt),
  recentErrors: health.recentErrors?.map(it => ({ ...it, at: date(it.at) })),
  resources: health.resources.map(it => ({
    ...it,
    lastContactAt: maybeDate(it.lastContactAt),
  })),
});

const decodeFreeze = (freeze: InJson<Freeze>): Freeze => ({
  ...freeze,
  from: date(freeze.from),
  until: maybeDate(freeze.until),
});

const decodeProblem = (problem: InJson<ClusterProblem>): ClusterProblem => ({
  ...problem,
  since: maybeDate(problem.since),
});

const decodeActiveRun = (run: InJson<ActiveRun>): ActiveRun => ({
  ...run,
  createdAt: date(run.createdAt),
  startedAt: maybeDate(run.startedAt),
});

/** What the stream tells under this name; undefined: a later backend's, which this client does not know. */
function decodeNews(event: string, data: string): RunNews | undefined {
  switch (event) {
    case 'snapshot':
    case 'change': {
      const update: InJson<RunUpdate> = JSON.parse(data);
      const { run, points, requests, errors } = update;
      return {
        kind: event,
        ...(run && { run: decodeRun(run) }),
        ...(points && { points: points.map(decodePoint) }),
        ...(requests && { requests }),
        ...(errors && { errors }),
      } as RunNews;
    }
    case 'end':
      return { kind: 'end', ...(JSON.parse(data) as RunWatchEnd) };
    default:
      return undefined;
  }
}

/**
 * Asks the Locust backend plugin by its generated client: refusals are thrown, times are dates.
 *
 * @public
 */
export class LocustClient implements LocustApi {
  readonly #client: DefaultApiClient;
  readonly #options: {
    readonly discoveryApi: DiscoveryApi;
    readonly fetchApi: FetchApi;
  };

  constructor(options: {
    readonly discoveryApi: DiscoveryApi;
    readonly fetchApi: FetchApi;
  }) {
    this.#options = options;
    this.#client = new DefaultApiClient(options);
  }

  async listRuns({ from, ...query }: RunQuery): Promise<RunList> {
    const list = await read(
      this.#client.listRuns({
        query: { ...query, ...(from && { from: from.toISOString() }) },
      }),
    );
    return { ...list, items: list.items.map(decodeRun) };
  }

  async createRun(body: TestDefinition, key: string): Promise<Run> {
    return decodeRun(
      await read(
        untilAnswered(() =>
          this.#client.createRun({ body, header: { 'Idempotency-Key': key } }),
        ),
      ),
    );
  }

  async getRun(runId: string): Promise<Run> {
    return decodeRun(
      await read(this.#client.getRun({ path: { runId }, query: {} })),
    );
  }

  async deleteRun(runId: string): Promise<void> {
    await succeed(this.#client.deleteRun({ path: { runId } }));
  }

  async stopRun(runId: string): Promise<Run> {
    return decodeRun(await read(this.#client.stopRun({ path: { runId } })));
  }

  async getPoints(
    runId: string,
    afterSeconds?: number,
    endpoint?: Endpoint,
  ): Promise<readonly Point[]> {
    const { items } = await read(
      this.#client.getRunPoints({
        path: { runId },
        query: {
          afterSeconds,
          method: endpoint?.method,
          name: endpoint?.name,
        },
      }),
    );
    return items.map(decodePoint);
  }

  async getRequests(runId: string): Promise<readonly RequestStatistics[]> {
    return (await read(this.#client.getRunRequests({ path: { runId } }))).items;
  }

  async getErrors(runId: string): Promise<RunErrors> {
    return read(this.#client.getRunErrors({ path: { runId } }));
  }

  async *watchRun(runId: string, signal: AbortSignal): AsyncGenerator<RunNews> {
    const { discoveryApi, fetchApi } = this.#options;
    // The generated client has no way to end a request, so it is given a `fetch` that has.
    const client = new DefaultApiClient({
      discoveryApi,
      fetchApi: {
        fetch: (input, init) => fetchApi.fetch(input, { ...init, signal }),
      },
    });
    const response = (await client.watchRun({
      path: { runId },
    })) as unknown as Response;
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const type = response.headers.get('Content-Type') ?? 'nothing';
    if (!response.body || !type.startsWith('text/event-stream')) {
      throw new NoStreamError(`The answer was ${type}, not a stream of events`);
    }
    for await (const one of readServerSentEvents(response.body)) {
      const news: RunNews | undefined =
        one.kind === 'comment'
          ? { kind: 'alive' }
          : decodeNews(one.event, one.data);
      if (news) {
        yield news;
      }
    }
  }

  async getEvents(runId: string): Promise<readonly RunEvent[]> {
    const { items } = await read(
      this.#client.getRunEvents({ path: { runId } }),
    );
    return items.map(decodeEvent);
  }

  async getLog(runId: string, afterLine?: number): Promise<RunLog> {
    return read(
      this.#client.getRunLog({ path: { runId }, query: { afterLine } }),
    );
  }

  async getRunLocustfile(runId: string): Promise<LocustfileFiles> {
    return read(this.#client.getRunLocustfile({ path: { runId } }));
  }

  async pinRun(runId: string): Promise<Run> {
    return decodeRun(await read(this.#client.pinRun({ path: { runId } })));
  }

  async unpinRun(runId: string): Promise<Run> {
    return decodeRun(await read(this.#client.unpinRun({ path: { runId } })));
  }

  async setBaseline(runId: string): Promise<Run> {
    return decodeRun(await read(this.#client.setBaseline({ path: { runId } })));
  }

  async clearBaseline(runId: string): Promise<Run> {
    return decodeRun(
      await read(this.#client.clearBaseline({ path: { runId } })),
    );
  }

  async setNote(runId: string, text: string): Promise<Run> {
    return decodeRun(
      await read(this.#client.setNote({ path: { runId }, body: { text } })),
    );
  }

  async removeNote(runId: string): Promise<Run> {
    return decodeRun(await read(this.#client.removeNote({ path: { runId } })));
  }

  async rejudgeRun(runId: string, thresholds: readonly string[]): Promise<Run> {
    return decodeRun(
      await read(
        this.#client.rejudgeRun({
          path: { runId },
          body: { thresholds: [...thresholds] },
        }),
      ),
    );
  }

  async removeRejudgement(runId: string): Promise<Run> {
    return decodeRun(
      await read(this.#client.removeRejudgement({ path: { runId } })),
    );
  }

  async exportRun(runId: string, format: RunExportFormat): Promise<RunFile> {
    // The client says text; the answer is what `fetch` gave, and a file is bytes.
    const response = (await this.#client.exportRun({
      path: { runId, format },
    })) as unknown as Response;
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return {
      name: fileNameIn(response.headers.get('Content-Disposition')),
      content: await response.blob(),
    };
  }

  async compareRuns(
    runIds: readonly string[],
    reference?: string,
  ): Promise<Comparison> {
    const comparison = await read(
      this.#client.compareRuns({
        query: { runs: runIds.join(','), reference },
      }),
    );
    return { ...comparison, runs: comparison.runs.map(decodeRun) };
  }

  async getTrend(test: TestIdentity, limit?: number): Promise<TestTrend> {
    const trend = await read(
      this.#client.getTrend({ query: { ...test, limit } }),
    );
    return {
      ...trend,
      items: trend.items.map(item => ({
        ...item,
        createdAt: date(item.createdAt),
      })),
    };
  }

  async listTests(query: TestQuery): Promise<TestList> {
    const list = await read(this.#client.listTests({ query }));
    return {
      ...list,
      items: list.items.map(decodeTest),
      unavailable: list.unavailable.map(decodeProblem),
    };
  }

  async createTest(body: TestDefinition, key: string): Promise<Test> {
    return decodeTest(
      await read(
        untilAnswered(() =>
          this.#client.createTest({ body, header: { 'Idempotency-Key': key } }),
        ),
      ),
    );
  }

  async getTest(testId: string): Promise<Test> {
    return decodeTest(await read(this.#client.getTest({ path: { testId } })));
  }

  async updateTest(testId: string, body: TestUpdate): Promise<Test> {
    return decodeTest(
      await read(this.#client.updateTest({ path: { testId }, body })),
    );
  }

  async deleteTest(testId: string): Promise<void> {
    await succeed(this.#client.deleteTest({ path: { testId } }));
  }

  async triggerTest(testId: string, key: string): Promise<Run> {
    return decodeRun(
      await read(
        untilAnswered(() =>
          this.#client.triggerTest({
            path: { testId },
            header: { 'Idempotency-Key': key },
          }),
        ),
      ),
    );
  }

  async pauseTest(testId: string): Promise<Test> {
    return decodeTest(await read(this.#client.pauseTest({ path: { testId } })));
  }

  async resumeTest(testId: string): Promise<Test> {
    return decodeTest(
      await read(this.#client.resumeTest({ path: { testId } })),
    );
  }

  async validate(body: TestDefinition): Promise<Validation> {
    return read(this.#client.validateTest({ body }));
  }

  async getTargets(entityRef?: string): Promise<Targets> {
    const { freeze, ...targets } = await read(
      this.#client.getTargets({ query: { entityRef } }),
    );
    return {
      ...targets,
      ...(freeze && { freeze: { ...freeze, until: maybeDate(freeze.until) } }),
    };
  }

  async getRepositoryLocustfile(
    entityRef: string,
  ): Promise<RepositoryLocustfile> {
    return read(
      this.#client.readRepositoryLocustfile({ query: { entityRef } }),
    );
  }

  async listConfigMaps(query: {
    readonly entityRef?: string;
    readonly cluster: string;
    readonly namespace: string;
  }): Promise<readonly LocustfileConfigMap[]> {
    return (await read(this.#client.listLocustfileConfigMaps({ query }))).items;
  }

  async getCalendar(): Promise<Calendar> {
    const calendar = await read(this.#client.getCalendar({}));
    return {
      ...calendar,
      unavailable: calendar.unavailable.map(decodeProblem),
    };
  }

  async getOverview(): Promise<Overview> {
    const { running, queued, failing, ...rest } = await read(
      this.#client.getOverview({}),
    );
    return {
      ...rest,
      running: { ...running, items: running.items.map(decodeActiveRun) },
      queued: { ...queued, items: queued.items.map(decodeActiveRun) },
      failing: {
        ...failing,
        items: failing.items.map(test => ({
          ...test,
          ranAt: date(test.ranAt),
          since: date(test.since),
        })),
      },
    };
  }

  async getUsage(from: Date): Promise<Usage> {
    // The generated type calls it _from; what is sent goes by the document.
    const query: Record<string, string> = { from: from.toISOString() };
    const usage = await read(this.#client.getUsage({ query }));
    return { ...usage, from: date(usage.from), to: date(usage.to) };
  }

  async getEngine(): Promise<EngineView> {
    const { clusters, findings } = await read(this.#client.getEngine({}));
    return { clusters: clusters.map(decodeHealth), findings };
  }

  async listFreezes(): Promise<FreezeList> {
    const { items, ...rest } = await read(this.#client.listFreezes({}));
    return { ...rest, items: items.map(decodeFreeze) };
  }

  async declareFreeze(freeze: NewFreeze, key: string): Promise<Freeze> {
    return decodeFreeze(
      await read(
        untilAnswered(() =>
          this.#client.declareFreeze({
            body: freeze,
            header: { 'Idempotency-Key': key },
          }),
        ),
      ),
    );
  }

  async liftFreeze(freezeId: string): Promise<void> {
    await succeed(this.#client.liftFreeze({ path: { freezeId } }));
  }
}

/** The file's name in such a header as `attachment; filename="shop.json"`. */
function fileNameIn(disposition: string | null): string | undefined {
  return disposition?.match(/filename="([^"]+)"/)?.[1];
}

async function succeed(answer: Promise<Answer<unknown>>): Promise<void> {
  const response = await answer;
  if (!response.ok) {
    throw await ResponseError.fromResponse(response as unknown as Response);
  }
}

async function read<T>(answer: Promise<Answer<T>>): Promise<T> {
  const response = await answer;
  if (!response.ok) {
    throw await ResponseError.fromResponse(response as unknown as Response);
  }
  return response.json();
}
