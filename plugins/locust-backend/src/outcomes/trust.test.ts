import fs from 'node:fs';
import path from 'node:path';
import { MasterLog } from './MasterLog';
import { readMasterLog } from './readMasterLog';

const FIXTURES = path.join(__dirname, '__fixtures__');

let n = 0;
/** A line of the reporter about the whole test. */
function total(elapsed: number, change: Record<string, unknown> = {}): string {
  const statistics = { requests: elapsed * 10, failures: 0 };
  return `@@locust ${JSON.stringify({
    kind: 'total',
    final: false,
    elapsed,
    state: 'running',
    users: 10,
    targetUsers: 10,
    usersSpawned: 10,
    workers: { running: 2 },
    maxWorkerCpu: 30,
    masterCpu: 5,
    statistics,
    ...change,
    v: 1,
    n: n++,
    time: 1_795_000_000 + elapsed,
  })}`;
}
const every2s = (from: number, to: number, change = {}) =>
  Array.from({ length: (to - from) / 2 + 1 }, (_, i) =>
    total(from + 2 * i, change),
  );
const says = (logger: string, message: string) =>
  `[2026-01-31 10:20:30,123] host/INFO/locust.${logger}: ${message}`;

function codesOf(...lines: readonly string[]): readonly string[] {
  const log = new MasterLog();
  lines.forEach(line => log.line(line));
  return log.standing().doubts.map(it => it.code);
}

beforeEach(() => {
  n = 0;
});

describe('doubts about a run, by the reporter', () => {
  it('are none of a run that went well', () => {
    expect(codesOf(...every2s(0, 60), total(62, { final: true }))).toEqual([]);
  });

  it('are that a worker stood above 90 % of a core, also while the run goes', () => {
    const log = new MasterLog();
    for (const line of [
      ...every2s(0, 20),
      ...every2s(22, 60, {
        maxWorkerCpu: 97,
        workerList: [
          { id: 'a', cpu: 97 },
          { id: 'b', cpu: 92 },
          { id: 'c', cpu: 4 },
        ],
      }),
    ]) {
      log.line(line);
    }
    expect(log.standing().doubts).toEqual([
      {
        code: 'WorkerCpu',
        message: expect.stringMatching(
          /^Worker a stood above 90 % of a core, as did 1 more of 2 workers at times, for 38s of 1m and at most at 97 %/,
        ),
      },
    ]);
  });

  it('are none of a peak while users are spawned', () => {
    expect(
      codesOf(
        ...every2s(0, 10, {
          state: 'spawning',
          maxWorkerCpu: 100,
          masterCpu: 100,
        }),
        says(
          'runners',
          'Worker a exceeded cpu threshold (will only log this once per worker)',
        ),
        ...every2s(12, 60),
      ),
    ).toEqual([]);
  });

  it('are that the master did', () => {
    expect(codesOf(...every2s(0, 60, { masterCpu: 95 }))).toEqual([
      'MasterCpu',
    ]);
  });

  it('are that workers were lost, though others may have come since', () => {
    expect(
      codesOf(
        ...every2s(0, 10),
        ...every2s(12, 20, { workers: { running: 1, missing: 1 } }),
        ...every2s(22, 30),
      ),
    ).toEqual(['WorkersLost']);
  });

  it('are not that workers go at the end', () => {
    expect(
      codesOf(
        ...every2s(0, 10),
        // As where the locustfile ends the test by itself.
        says('runners', 'Worker a (index 0) quit. 1 workers ready.'),
        total(12, { state: 'stopping', workers: { running: 1 } }),
        total(13, { final: true, state: 'stopped', workers: {} }),
      ),
    ).toEqual([]);
  });

  it('are that the users wanted were never there, once the run is over', () => {
    const lines = every2s(0, 10, {
      users: 4,
      usersSpawned: null,
      state: 'spawning',
    });
    expect(codesOf(...lines)).toEqual([]);
    n = lines.length;
    expect(codesOf(...lines, total(12, { final: true }))).toEqual([
      'UsersNotReached',
    ]);
  });

  it('are not about users where the run was stopped before', () => {
    expect(
      codesOf(
        ...every2s(0, 10, { users: 4, usersSpawned: null, state: 'spawning' }),
        says('main', 'Got SIGTERM signal'),
        total(12, { final: true }),
      ),
    ).toEqual([]);
  });

  it('are that lines are missing, at the beginning of the log or between', () => {
    n = 3;
    const first = every2s(0, 10);
    n += 2;
    const log = new MasterLog();
    [...first, ...every2s(12, 20)].forEach(line => log.line(line));
    expect(log.standing().doubts).toEqual([
      {
        code: 'LogGap',
        message: expect.stringMatching(/3 at its beginning and 2 further on/),
      },
    ]);
  });
});

describe('doubts about a run, by what Locust prints', () => {
  const START = [
    says(
      'runners',
      'Worker a (index 0) reported as ready. 1 workers connected.',
    ),
    says(
      'runners',
      'Worker b (index 1) reported as ready. 2 workers connected.',
    ),
    says(
      'runners',
      'Sending spawn jobs of 10 users at 5.00 spawn rate to 2 ready workers',
    ),
  ];
  const SPAWNED = says(
    'runners',
    'All users spawned: {"Shopper": 10} (10 total users)',
  );
  const END = says('main', 'Shutting down (exit code 0)');

  it.each([
    [
      'Worker a exceeded cpu threshold (will only log this once per worker)',
      'runners',
      ['WorkerCpu'],
    ],
    [
      'Worker a (index 1) exceeded cpu threshold (will only log this once per worker)',
      'runners',
      ['WorkerCpu'],
    ],
    [
      'CPU usage above 90%! This may constrain your throughput',
      'runners',
      ['MasterCpu'],
    ],
    [
      'CPU usage was too high at some point during the test! See',
      'runners',
      ['MasterCpu'],
    ],
    [
      'Worker a failed to send heartbeat, setting state to missing.',
      'runners',
      ['WorkersLost'],
    ],
  ])('after "%s"', (message, logger, codes) => {
    expect(codesOf(...START, SPAWNED, says(logger, message), END)).toEqual(
      codes,
    );
  });

  it('are that nobody said all users were there', () => {
    expect(codesOf(...START, END)).toEqual(['UsersNotReached']);
    expect(codesOf(...START, SPAWNED, END)).toEqual([]);
  });
});

describe('doubts about recorded runs', () => {
  const logs = fs.readdirSync(FIXTURES).flatMap(version =>
    fs
      .readdirSync(path.join(FIXTURES, version))
      .filter(it => it.endsWith('.log') && !/^(killed|syntax)/.test(it))
      .map(it => `${version}/${it}`),
  );

  /** Both workers went missing while this was recorded. */
  const LOST = '2.37.14/prints.reporter.log';

  it('are that both workers of one were lost', async () => {
    const log = await readMasterLog([
      fs.readFileSync(path.join(FIXTURES, LOST)),
    ]);
    expect(log.standing().doubts).toEqual([
      {
        code: 'WorkersLost',
        message: expect.stringMatching(/^2 of 2 workers were lost/),
      },
    ]);
  });

  it.each(logs.filter(it => it !== LOST))(
    'are none of %s, with which nothing was wrong',
    async file => {
      const log = await readMasterLog([
        fs.readFileSync(path.join(FIXTURES, file)),
      ]);
      expect(log.standing().doubts).toEqual([]);
    },
  );
});
