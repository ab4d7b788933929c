import fs from 'node:fs';
import path from 'node:path';
import type { Statistics } from 'backstage-plugin-locust-common';
import { MAX_ENDPOINTS } from '../runs/EndpointPoints';
import type { LocustFailure } from '../runs/LocustFailure';
import { MasterLog } from './MasterLog';
import { readMasterLog } from './readMasterLog';
import { unreachableHost } from './unreachableHost';

/** What Locust says of recordings in which it never got to a test. */
const FAILURES: Readonly<Record<string, LocustFailure>> = {
  'syntax-error': {
    kind: 'locustfile',
    message: "SyntaxError: expected ':'",
    place: '/mnt/locust/mistake.py:6',
  },
  'module-missing': {
    kind: 'locustfile',
    message: "ModuleNotFoundError: No module named 'shop_client'",
    place: '/mnt/locust/lacking.py:3',
  },
  'no-users': { kind: 'noUsers', message: 'No User class found!' },
  'no-locustfile': {
    kind: 'noLocustfile',
    message: "Could not find '/mnt/locust/nothing.py'",
  },
  'wrong-arguments': {
    kind: 'arguments',
    message: 'unrecognized arguments: --wokers=3',
  },
  'no-workers': {
    kind: 'noWorkers',
    message: expect.stringMatching(/^Gave up waiting for workers to connect/),
  },
};

/** Recordings in which no endpoint was told of while the test went on, or of hardly one. */
const SHORT: ReadonlySet<string> = new Set([
  'no-requests',
  'refused',
  'prints',
]);

const FIXTURES = path.join(__dirname, '__fixtures__');

/** What Locust itself held at the end of the recorded run, written by its locustfile without any log. */
interface Held {
  readonly processExitCode: number | null;
  readonly exitCode?: number;
  readonly total?: HeldStatistics;
  readonly requests?: readonly (HeldStatistics & {
    readonly method: string;
    readonly name: string;
  })[];
  readonly errors?: readonly {
    readonly occurrences: number;
    readonly printed: string;
  }[];
  readonly exceptions?: readonly {
    readonly occurrences: number;
    readonly message: string;
  }[];
}

type HeldStatistics = Required<Omit<Statistics, 'failRatio'>>;

interface Recorded {
  readonly version: string;
  readonly name: string;
  readonly reporter: boolean;
  readonly file: string;
  readonly held: Held;
}

const recorded: readonly Recorded[] = fs
  .readdirSync(FIXTURES)
  .flatMap(version =>
    fs
      .readdirSync(path.join(FIXTURES, version))
      .filter(file => file.endsWith('.log'))
      .map(file => {
        const base = path.join(FIXTURES, version, file.slice(0, -4));
        return {
          version,
          name: file.slice(0, -4).replace('.reporter', ''),
          reporter: file.includes('.reporter.'),
          file: `${base}.log`,
          held: JSON.parse(fs.readFileSync(`${base}.json`, 'utf8')),
        };
      }),
  );

const finished = recorded.filter(it => it.held.total);
const withoutReporter = finished.filter(it => !it.reporter);
const withReporter = finished.filter(it => it.reporter);

function read(file: string): Promise<MasterLog> {
  return readMasterLog([fs.readFileSync(file)]);
}

/** As `%d` and `%.2f` print. */
function asPrinted(statistics: HeldStatistics) {
  return {
    ...statistics,
    min: Math.trunc(statistics.min),
    avg: Math.trunc(statistics.avg),
    median: Math.trunc(statistics.median),
    max: Math.trunc(statistics.max),
    rps: expect.closeTo(statistics.rps, 2),
    failuresPerSecond: expect.closeTo(statistics.failuresPerSecond, 2),
    percentiles: Object.fromEntries(
      Object.entries(statistics.percentiles).map(([key, value]) => [
        key,
        Math.trunc(value),
      ]),
    ),
  };
}

function failRatioOf({ requests, failures }: HeldStatistics): number {
  return requests > 0 ? failures / requests : 0;
}

function title({ version, name, reporter }: Recorded): string {
  return `Locust ${version}, ${name}${reporter ? ', reporter' : ''}`;
}

it('has recordings of the oldest and the newest Locust, with and without the reporter', () => {
  const titles = recorded.map(title);
  expect(titles).toEqual(
    expect.arrayContaining([
      'Locust 2.8.5, normal',
      'Locust 2.8.5, normal, reporter',
      'Locust 2.47.0, normal',
      'Locust 2.47.0, normal, reporter',
    ]),
  );
});

describe.each(withoutReporter.map(it => [title(it), it] as const))(
  '%s',
  (_, { file, held }) => {
    it('gives the figures that Locust held, as it prints them', async () => {
      const outcome = (await read(file)).outcome();

      expect(outcome.final).toBe(true);
      expect(outcome.exitCode).toBe(held.exitCode);
      expect(outcome.total).toEqual({
        ...asPrinted(held.total!),
        failRatio: failRatioOf(held.total!),
      });
      expect(outcome.requests).toEqual(
        held.requests!.map(({ method, name, ...statistics }) => ({
          method,
          name,
          statistics: {
            ...asPrinted(statistics),
            failRatio: failRatioOf(statistics),
          },
        })),
      );
      expect(
        outcome.errors.map(({ occurrences, method, name, message }) => ({
          occurrences,
          printed: `${method} ${name}: ${message}`,
        })),
      ).toEqual(held.errors);
    });
  },
);

describe.each(withReporter.map(it => [title(it), it] as const))(
  '%s',
  (_, { file, held }) => {
    it('gives the figures that Locust held, to the digit', async () => {
      const outcome = (await read(file)).outcome();

      expect(outcome.final).toBe(true);
      expect(outcome.exitCode).toBe(held.exitCode);
      expect(outcome.total).toEqual({
        ...held.total,
        failRatio: failRatioOf(held.total!),
      });
      expect(outcome.requests).toEqual(
        held.requests!.map(({ method, name, ...statistics }) => ({
          method,
          name,
          statistics: { ...statistics, failRatio: failRatioOf(statistics) },
        })),
      );
      expect(
        outcome.errors.map(({ occurrences, method, name, message }) => ({
          occurrences,
          printed: `${method} ${name}: ${message}`,
        })),
      ).toEqual(held.errors);
      expect(
        outcome.exceptions.map(({ occurrences, message }) => ({
          occurrences,
          message,
        })),
      ).toEqual(held.exceptions);
    });

    it('hides the reporter from the log that people read', async () => {
      const { lines } = (await read(file)).storedLog();
      expect(lines.filter(line => line.includes('@@locust {"kind"'))).toEqual(
        [],
      );
      expect(lines.filter(line => line.includes('locust.main'))).not.toEqual(
        [],
      );
    });
  },
);

describe.each(
  recorded
    .filter(it => !(it.name in FAILURES))
    .map(it => [title(it), it] as const),
)('%s', (_, { name, reporter, file }) => {
  it('tells how many users and workers there were', async () => {
    const outcome = (await read(file)).outcome();
    expect(outcome.usersSpawned).toBe(name === 'shape' ? 4 : 10);
    expect(outcome.workersConnected).toBe(2);
  });

  if (reporter || name !== 'only-summary') {
    it('has points in the order of time, with rising counts', async () => {
      const { points } = (await read(file)).outcome();
      expect(points.length).toBeGreaterThanOrEqual(2);
      for (let i = 1; i < points.length; i++) {
        expect(points[i].elapsedSeconds).toBeGreaterThan(
          points[i - 1].elapsedSeconds,
        );
        expect(points[i].requests).toBeGreaterThanOrEqual(
          points[i - 1].requests!,
        );
      }
    });
    it('has the course of every endpoint, which leads to its last figures', async () => {
      const { endpointPoints, requests } = (await read(file)).outcome();
      const last = new Map(
        requests.map(it => [`${it.method} ${it.name}`, it.statistics.requests]),
      );
      for (const { points, ...endpoint } of endpointPoints) {
        const counts = points.flatMap(it => it.requests ?? []);
        expect(counts).toEqual([...counts].sort((a, b) => a - b));
        expect(counts[counts.length - 1]).toBeLessThanOrEqual(
          last.get(`${endpoint.method} ${endpoint.name}`)!,
        );
      }
      // Of an endpoint whose requests came last of all nothing more was said until the end.
      expect(endpointPoints.length).toBeGreaterThanOrEqual(
        SHORT.has(name) ? 0 : Math.min(MAX_ENDPOINTS, last.size) - 1,
      );
    });
  } else {
    it('has no points, for nothing was said while it ran', async () => {
      const { points, endpointPoints } = (await read(file)).outcome();
      expect([points, endpointPoints]).toEqual([[], []]);
    });
  }
});

describe.each(
  recorded
    .filter(it => it.name in FAILURES)
    .map(it => [title(it), it] as const),
)('%s', (_, { name, file, held }) => {
  it('says why Locust did not begin, and where', async () => {
    const outcome = (await read(file)).outcome();
    expect(held.processExitCode).toBe(name === 'wrong-arguments' ? 2 : 1);
    expect(outcome).toMatchObject({ final: false, started: false });
    expect(outcome.failure).toEqual(FAILURES[name]);
  });
});

describe.each(finished.map(it => [title(it), it] as const))(
  '%s',
  (_, { name, file }) => {
    it('tells whether the host was there', async () => {
      const { total, errors } = (await read(file)).outcome();
      expect(unreachableHost(total, errors)?.cause).toBe(
        name === 'refused' ? 'refused' : undefined,
      );
    });
  },
);

describe.each(
  recorded
    .filter(it => it.name === 'killed')
    .map(it => [title(it), it] as const),
)('%s', (_, { file }) => {
  it('keeps the last figures there were and does not call them final', async () => {
    const outcome = (await read(file)).outcome();
    expect(outcome.final).toBe(false);
    expect(outcome.exitCode).toBeUndefined();
    expect(outcome.total!.requests).toBeGreaterThan(0);
    expect(outcome.requests.length).toBeGreaterThan(0);
  });
});
