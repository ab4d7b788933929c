import fs from 'node:fs';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Statistics } from 'backstage-plugin-locust-common';
// The collector is tried with the real history, which it does not know otherwise.
// eslint-disable-next-line import/no-restricted-paths
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { KubeClient } from '../kube/client/KubeClient';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { selfSigned, TestServer } from '../kube/testing/TestServer';
import { createTransport } from '../kube/transport/Transport';
import type { RunStart } from '../runs/RunStore';
import { LogCollector } from './LogCollector';
import { FakeKubelet } from './testing/FakeKubelet';
import {
  asInteger,
  asTwoDigits,
  printedAtTheEnd,
  PrintedStatistics,
} from './testing/printedAtTheEnd';
import { FIXTURES, stampedLines } from './testing/stampedLines';
import { until } from './testing/until';

/** Of the others Locust printed no final tables. */
const CUT_OFF =
  /\/(killed|module-missing|no-locustfile|no-users|no-workers|syntax-error|wrong-arguments)\./;

const fixtures = fs.readdirSync(FIXTURES).flatMap(version =>
  fs
    .readdirSync(path.join(FIXTURES, version))
    .filter(file => file.endsWith('.log'))
    .map(file => `${version}/${file}`),
);
const complete = fixtures.filter(fixture => !CUT_OFF.test(fixture));

function runOf(fixture: string): RunStart {
  const id = fixture.replace(/[^a-z\d]+/g, '-');
  return {
    id,
    cluster: 'local',
    clusterUid: 'cluster-uid',
    namespace: 'shop',
    locustName: id,
    locustUid: `uid-${id}`,
    jobName: `job-${id}`,
    test: id,
    scheduled: false,
    trigger: 'resource',
    createdAt: new Date('2026-01-31T00:00:00Z'),
    spec: {},
    workersWanted: 2,
  };
}

function asPrinted(statistics: Statistics): PrintedStatistics {
  const { requests, failures, failRatio } = statistics;
  return {
    requests: asInteger(requests),
    failures: asInteger(failures),
    failurePercent: asTwoDigits(failRatio * 100),
    avg: asInteger(statistics.avg ?? 0),
    min: asInteger(statistics.min ?? 0),
    max: asInteger(statistics.max ?? 0),
    median: asInteger(statistics.median ?? 0),
    rps: asTwoDigits(statistics.rps),
    failuresPerSecond: asTwoDigits(statistics.failuresPerSecond),
  };
}

function percentilesAsPrinted({ percentiles }: Statistics) {
  return Object.fromEntries(
    Object.entries(percentiles).map(([name, value]) => [
      name,
      asInteger(value),
    ]),
  );
}

const singleSpaces = (text: string) => text.trim().replace(/ +/g, ' ');

jest.setTimeout(120_000);

it('has a final table of every recorded run that came to its end', () => {
  const versions = new Set(fixtures.map(fixture => path.dirname(fixture)));
  expect(versions.size).toBeGreaterThanOrEqual(7);
  // Six ways to run, with and without the reporter, and of two versions one in which the host refuses.
  expect(complete).toHaveLength(12 * versions.size + 4);
});

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'what %s holds after the collector has read a recorded log',
  databaseId => {
    const logger = new RecordingLogger();
    const ends: (() => unknown)[] = [];
    let store: DatabaseRunStore;

    beforeAll(async () => {
      const knex = await databases.init(databaseId);
      store = await DatabaseRunStore.create({
        database: mockServices.database({ knex }),
      });
      const certificate = selfSigned();
      const server = await TestServer.start(certificate);
      const kubelet = new FakeKubelet(server);
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromClusterAndUser(
        {
          name: 'test',
          server: `https://127.0.0.1:${server.port}`,
          skipTLSVerify: false,
          caData: Buffer.from(certificate.cert).toString('base64'),
        },
        { name: 'test', token: 'token' },
      );
      const transport = createTransport({ kubeConfig });
      const collector = new LogCollector({
        client: new KubeClient(transport),
        store,
        logger,
      });
      ends.push(
        () => collector.stop(),
        () => transport.close(),
        () => server.stop(),
      );
      // All at once, as an engine has them.
      for (const fixture of complete) {
        const run = runOf(fixture);
        const log = kubelet.pod(run.jobName);
        log.say(...stampedLines(fixture));
        log.end();
        await collector.record(run, { phase: 'running' });
        collector.follow(
          run,
          {
            namespace: run.namespace,
            podName: run.jobName,
            container: 'locust',
            ended: true,
          },
          () => {},
        );
      }
      await until(
        () =>
          complete.every(
            fixture =>
              collector.observation(runOf(fixture).id)?.stored === true,
          ),
        100_000,
      );
    });

    afterAll(async () => {
      for (const end of ends) {
        await end();
      }
    });

    it.each(complete)(
      'is what Locust printed in its final tables: %s',
      async fixture => {
        const { id } = runOf(fixture);
        const printed = printedAtTheEnd(
          fs.readFileSync(path.join(FIXTURES, fixture), 'utf8'),
        );
        const run = (await store.get(id))!;
        const requests = await store.requests(id);
        const { items: errors } = await store.errors(id);

        expect(run.exitCode).toBe(Number(printed.exitCode));
        const stored = new Map<string, Statistics>([
          ...requests.map(
            ({ method, name, statistics }) =>
              [singleSpaces(`${method} ${name}`), statistics] as const,
          ),
          ['Aggregated', run.total!],
        ]);
        expect(
          new Map([...stored].map(([key, it]) => [key, asPrinted(it)])),
        ).toEqual(printed.statistics);
        // Locust prints no percentiles of what made no request.
        expect(
          new Map(
            [...stored]
              .filter(([, it]) => it.requests > 0)
              .map(([key, it]) => [key, percentilesAsPrinted(it)]),
          ),
        ).toEqual(printed.percentiles);
        expect(
          errors
            .map(({ occurrences, method, name, message }) =>
              singleSpaces(`${occurrences} ${method} ${name}: ${message}`),
            )
            .sort(),
        ).toEqual([...printed.errors].sort());
      },
    );
  },
);
