import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { LineReader } from './LineReader';
import { MasterLog } from './MasterLog';
import { readMasterLog, splitTimestamp } from './readMasterLog';

const FIXTURES = path.join(__dirname, '__fixtures__');

function fixture(name: string): Buffer {
  return fs.readFileSync(path.join(FIXTURES, name));
}

const NAMES = [
  '2.8.5/normal.log',
  '2.8.5/prints.reporter.log',
  '2.47.0/normal.reporter.log',
  '2.47.0/prints.log',
  '2.47.0/stopped.log',
];

/** Everything that a log tells. */
function everything(log: MasterLog) {
  return {
    outcome: log.outcome(),
    events: log.takeEvents(),
    log: log.storedLog(),
  };
}

function lines(text: string): MasterLog {
  const log = new MasterLog();
  for (const line of text.split('\n')) {
    log.line(line);
  }
  return log;
}

const HEAD =
  'Type     Name                                                                          # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s';
const RULE =
  '--------|----------------------------------------------------------------------------|-------|-------------|-------|-------|-------|-------|--------|-----------';
const START =
  '[2026-01-31 10:20:30,000] master/INFO/locust.runners: Sending spawn jobs of 10 users at 2.00 spawn rate to 2 ready workers';

describe('MasterLog', () => {
  it('gives the same however its input is split', async () => {
    for (const name of NAMES) {
      const bytes = fixture(name);
      const whole = everything(await readMasterLog([bytes]));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(bytes.length), { maxLength: 40 }),
          async cuts => {
            const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
            const portions = places
              .slice(1)
              .map((to, index) => bytes.subarray(places[index], to));
            expect(everything(await readMasterLog(portions))).toEqual(whole);
          },
        ),
        { numRuns: 10 },
      );
    }
  });

  it('gives the same for single bytes', async () => {
    const bytes = fixture('2.47.0/normal.reporter.log');
    const singles = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    expect(everything(await readMasterLog(singles))).toEqual(
      everything(await readMasterLog([bytes])),
    );
  });

  it('gives the same whether or not it was asked in between', () => {
    const text = fixture('2.8.5/prints.log').toString();
    const asked = new MasterLog();
    for (const line of text.split('\n')) {
      asked.line(line);
      asked.outcome();
    }
    expect(asked.outcome()).toEqual(lines(text).outcome());
  });

  it('gives the same when the container runtime puts times before the lines, but for times', async () => {
    const text = fixture('2.47.0/normal.log').toString();
    const stamped = text
      .split('\n')
      .slice(0, -1)
      .map(
        (line, i) =>
          `2026-01-31T10:20:${String(10 + Math.floor(i / 3)).slice(
            0,
            2,
          )}.123456789Z ${line}\n`,
      )
      .join('');
    const [plain, timed] = await Promise.all(
      [text, stamped].map(async it => (await readMasterLog([it])).outcome()),
    );
    expect(timed.total).toEqual(plain.total);
    expect(timed.requests).toEqual(plain.requests);
    expect(timed.errors).toEqual(plain.errors);
    expect(timed.exitCode).toBe(plain.exitCode);
  });

  it('never throws, whatever a log holds', () => {
    const words = fc.constantFrom(
      HEAD,
      RULE,
      START,
      '         Aggregated      1     0(0.00%) |      0       0       0      0 |    0.00        0.00',
      'GET      /   7     1(14.29%) |      0       0       0      0 |    0.00        0.00',
      'Response time percentiles (approximated)',
      'Error report',
      '# occurrences      Error',
      '1                  GET /: boom',
      'Traceback (most recent call last):',
      '  File "x.py", line 3',
      '@@locust {"v":1,"n":0,"kind":"total","statistics":{"requests":1,"failures":0}}',
      '@@locust {"v":1,"n":1,"kind":"end","final":true,"exitCode":0}',
      '@@locust {"v":1,"n":1,"kind":"total","workers":[1,2],"statistics":null}',
      '[2026-01-31 10:20:30,000] master/INFO/locust.main: Shutting down (exit code 1)',
      '[2026-99-99 99:99:99,999] master/INFO/locust.main: Shutting down (exit code 1)',
      '\n',
      ' | ',
      '\u001b[31m',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(words, fc.string({ unit: 'binary', maxLength: 60 })),
          {
            maxLength: 60,
          },
        ),
        parts => {
          const log = lines(parts.join(''));
          log.end();
          expect(everything(log)).toBeDefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not take a table for one whose rows do not add up', () => {
    const log = lines(
      [
        START,
        HEAD,
        RULE,
        'GET      /                    7     0(0.00%) |      1       1       1      1 |    7.00        0.00',
        RULE,
        '         Aggregated           8     0(0.00%) |      1       1       1      1 |    7.00        0.00',
      ].join('\n'),
    );
    expect(log.outcome().points).toEqual([]);
  });

  it('finds its way back to a table that another was printed into', () => {
    const log = lines(
      [
        START,
        HEAD,
        RULE,
        'GET      /a                   3     0(0.00%) |      1       1       1      1 |    7.00        0.00',
        HEAD,
        RULE,
        'GET      /no                999     0(0.00%) |      1       1       1      1 |    7.00        0.00',
        RULE,
        '         Aggregated           8     0(0.00%) |      1       1       1      1 |    7.00        0.00',
        'a print',
        'GET      /b                   5     1(20.00%) |      1       1       1      1 |    7.00        0.00',
        RULE,
        '         Aggregated           8     1(12.50%) |      1       1       1      1 |    7.50        0.25',
      ].join('\n'),
    );
    const { total, requests } = log.outcome();
    expect(total).toMatchObject({ requests: 8, failures: 1, rps: 7.5 });
    expect(requests.map(({ method, name }) => `${method} ${name}`)).toEqual([
      'GET /a',
      'GET /b',
    ]);
  });

  it('begins no points while workers are waited for', () => {
    const empty = [
      HEAD,
      RULE,
      RULE,
      '         Aggregated           0     0(0.00%) |      0       0       0      0 |    0.00        0.00',
    ];
    const waiting = lines(empty.join('\n')).outcome();
    expect(waiting.points).toEqual([]);
    expect(lines([START, ...empty].join('\n')).outcome().points).toHaveLength(
      1,
    );
  });

  describe('where the reporter and Locust’s own final table are both there', () => {
    const text = fixture('2.47.0/normal.reporter.log').toString();
    const exact = lines(text).outcome();
    const printed = lines(text.replaceAll(/^@@locust .*\n/gm, '')).outcome();

    it('takes the exact figures of the reporter, which print as the table’s', () => {
      expect(exact.total).not.toEqual(printed.total);
      expect(Math.trunc(exact.total!.avg!)).toBe(printed.total!.avg);
      expect(exact.total!.percentiles).toEqual(printed.total!.percentiles);
    });

    it('takes the table’s where the reporter says otherwise', () => {
      const wrong = text.replace(
        /("kind":"total","final":true.*?"requests":)\d+/,
        (_, before) => `${before}999999`,
      );
      expect(wrong).not.toBe(text);
      const { total, requests } = lines(wrong).outcome();
      expect(total).toEqual(printed.total);
      expect(requests).toEqual(printed.requests);
    });

    it('takes the table’s where a final line of the reporter is missing', () => {
      const gap = text.replace(
        /^@@locust \{"kind":"entry","final":true.*\n/m,
        '',
      );
      expect(gap).not.toBe(text);
      const { total, requests, final } = lines(gap).outcome();
      expect(total).toEqual(printed.total);
      expect(requests).toEqual(printed.requests);
      expect(final).toBe(true);
    });

    it('takes the reporter’s where the table was cut off', () => {
      const noTable = text
        .split('\n')
        .filter(line => line.startsWith('@@locust '))
        .join('\n');
      expect(lines(noTable).outcome()).toMatchObject({
        final: true,
        exitCode: 1,
        total: exact.total,
        requests: exact.requests,
      });
    });
  });

  it.each([
    '@@locust {"v":2,"n":0,"kind":"end","exitCode":0}',
    '@@locust {"v":1,"kind":"end","exitCode":0}',
    '@@locust {"v":1,"n":0,"kind":"novel"}',
    '@@locust {"v":1,"n":0,"kind":"total","statistics":{}}',
    '@@locust {"v":1,"n":0,"kind":"end"',
  ])('leaves in the log what only looks like the reporter: %s', line => {
    const log = lines(line);
    expect(log.storedLog().lines).toEqual([line]);
    expect(log.outcome()).toEqual(lines('').outcome());
  });

  it('shows what was printed before a line of the reporter without a newline', () => {
    const log = lines(
      'dots...@@locust {"v":1,"n":0,"kind":"start","locust":"2.47.0"}',
    );
    expect(log.storedLog().lines).toEqual(['dots...']);
  });

  it('says what happened, each once, with its time', () => {
    const log = lines(fixture('2.47.0/normal.log').toString());
    const events = log.takeEvents();
    expect(events.map(it => it.reason)).toEqual([
      'WorkersConnected',
      'UsersSpawned',
      'RunTimeReached',
      'ShuttingDown',
    ]);
    expect(events[1]).toEqual({
      type: 'normal',
      reason: 'UsersSpawned',
      message: 'All 10 users spawned.',
      time: expect.any(Date),
    });
    expect(log.takeEvents()).toEqual([]);
  });

  it('tells of a worker that is lost, but not of those that quit at the end', () => {
    const log = lines(
      [
        '[2026-01-31 10:20:29,000] m/INFO/locust.runners: w_1 (index 0) reported as ready. 1 workers connected.',
        '[2026-01-31 10:20:29,000] m/INFO/locust.runners: w_2 (index 1) reported as ready. 2 workers connected.',
        START,
        '[2026-01-31 10:20:40,000] m/INFO/locust.runners: Worker w_1 failed to send heartbeat, setting state to missing.',
      ].join('\n'),
    );
    expect(log.outcome().workersConnected).toBe(1);
    log.line(
      '[2026-01-31 10:20:50,000] m/INFO/locust.main: --run-time limit reached, shutting down',
    );
    log.line(
      "[2026-01-31 10:20:50,100] m/INFO/locust.runners: Worker 'w_2' (index 1) quit. 0 workers ready.",
    );
    log.line(
      '[2026-01-31 10:20:51,000] m/INFO/locust.main: Shutting down (exit code 0)',
    );
    expect(log.takeEvents().filter(it => it.reason === 'WorkerLost')).toEqual([
      expect.objectContaining({
        type: 'warning',
        message: 'Worker w_1 does not answer any more.',
      }),
    ]);
    expect(log.outcome().workersConnected).toBe(2);
  });

  it('believes words about the run from Locust’s own loggers only', () => {
    const log = lines(
      '[2026-01-31 10:20:30,000] m/INFO/shop: Shutting down (exit code 9)',
    );
    expect(log.outcome().exitCode).toBeUndefined();
  });

  it('gives Locust’s refusal where it did not begin', () => {
    const log = lines(
      '[2026-01-31 10:20:30,000] m/ERROR/locust.main: No User class found!',
    );
    expect(log.outcome().failure).toEqual({
      kind: 'noUsers',
      message: 'No User class found!',
    });
  });

  it.each([
    [
      'arguments that it does not accept',
      'usage: locust [options] [UserClass ...]\nlocust: error: unrecognized arguments: --wokers\nDid you mean --worker?',
      { kind: 'arguments', message: 'unrecognized arguments: --wokers' },
    ],
    [
      'a locustfile that is not there, in the words of 2.8.5',
      "Could not find 'shop.py'. See --help for available options.",
      { kind: 'noLocustfile', message: "Could not find 'shop.py'" },
    ],
    [
      'a locustfile that is not there, in the words of 2.47.0',
      "Could not find 'shop.py'. Ensure your locustfile ends with '.py' or is a directory with locustfiles. See --help for available options.",
      { kind: 'noLocustfile', message: "Could not find 'shop.py'" },
    ],
    [
      'workers that did not come, whatever else went wrong before',
      [
        'Traceback (most recent call last):',
        '  File "/mnt/locust/shop.py", line 3, in on_init',
        'KeyError: 1',
        '[2026-01-31 10:20:30,000] m/ERROR/locust.main: Gave up waiting for workers to connect',
      ].join('\n'),
      {
        kind: 'noWorkers',
        message: 'Gave up waiting for workers to connect',
      },
    ],
    [
      'a module that is missing, and the line that wants it',
      [
        'Traceback (most recent call last):',
        '  File "/opt/locust/lib/python3.11/site-packages/locust/util/load_locustfile.py", line 71, in load_locustfile',
        '    loader.exec_module(imported)',
        '  File "<frozen importlib._bootstrap>", line 241, in _call_with_frames_removed',
        '  File "/mnt/locust/shop.py", line 2, in <module>',
        '    import shop_client',
        "ModuleNotFoundError: No module named 'shop_client'",
      ].join('\n'),
      {
        kind: 'locustfile',
        message: "ModuleNotFoundError: No module named 'shop_client'",
        place: '/mnt/locust/shop.py:2',
      },
    ],
    [
      'an error deep in a library, at the line of the locustfile that led there',
      [
        'Traceback (most recent call last):',
        '  File "/mnt/locust/shop.py", line 4, in Shopper',
        '    settings = json.loads("{nope")',
        '  File "/usr/local/lib/python3.11/json/decoder.py", line 353, in raw_decode',
        '    obj, end = self.scan_once(s, idx)',
        'json.decoder.JSONDecodeError: Expecting property name',
      ].join('\n'),
      {
        kind: 'locustfile',
        message: 'json.decoder.JSONDecodeError: Expecting property name',
        place: '/mnt/locust/shop.py:4',
      },
    ],
    [
      'an error that is not in the locustfile',
      [
        'Traceback (most recent call last):',
        '  File "/opt/locust/lib/python3.11/site-packages/locust/main.py", line 167, in main',
        'OSError: Address already in use',
      ].join('\n'),
      {
        kind: 'other',
        message: 'OSError: Address already in use',
        place: '/opt/locust/lib/python3.11/site-packages/locust/main.py:167',
      },
    ],
  ])('says that Locust did not begin for %s', (_what, text, failure) => {
    expect(lines(text).outcome().failure).toEqual(failure);
  });

  it('gives the last lines where the log ended without anything it knows', () => {
    const log = lines('sh: locust: not found');
    expect(log.outcome().failure).toBeUndefined();
    log.end();
    expect(log.outcome().failure).toEqual({
      kind: 'other',
      message: 'sh: locust: not found',
    });
  });

  it('takes colours and what no database stores out of the log', () => {
    const log = lines('\u001b[31mred\u001b[0m\0');
    expect(log.storedLog().lines).toEqual(['red\ufffd']);
  });

  it('keeps beginning and end of a long log and counts the rest', () => {
    const log = new MasterLog();
    const text = 'x'.repeat(1000);
    for (let i = 0; i < 5000; i++) {
      log.line(`${i} ${text}`);
    }
    const { lines: kept, omitted } = log.storedLog();
    expect(kept[0]).toMatch(/^0 /);
    expect(kept[kept.length - 1]).toMatch(/^4999 /);
    expect(omitted).toBeGreaterThan(0);
    expect(kept.length + omitted).toBe(5000);
    expect(log.logLength).toBeLessThan(1.5 * 1024 * 1024);
  });

  describe('without the reporter', () => {
    const row = (label: string, requests: number) =>
      `${label.padEnd(
        90,
      )} ${requests}     0(0.00%) |     12       1      29      9 |    2.50        0.00`;
    const tables = (rows: readonly (readonly string[])[]) =>
      lines(
        [
          START,
          ...rows.map(labels => [
            HEAD,
            RULE,
            ...labels.map(label => row(label, 10)),
            RULE,
            row('         Aggregated', 10 * labels.length),
          ]),
        ]
          .flat()
          .join('\n'),
      ).outcome().endpointPoints;

    it('has the course of each endpoint from where it stands in a second table', () => {
      const [first, second, ...rest] = tables([
        ['GET      /a'],
        ['GET      /a', 'POST     /a b'],
        ['GET      /a', 'POST     /a b'],
      ]);
      const figures = { avg: 12, median: 9, requests: 10, failures: 0 };
      const point = { ...figures, users: 0, rps: 2.5, failuresPerSecond: 0 };
      expect(first).toEqual({
        method: 'GET',
        name: '/a',
        interval: 1,
        points: [
          { ...point, elapsedSeconds: 2, users: expect.any(Number) },
          { ...point, elapsedSeconds: 4, users: expect.any(Number) },
        ],
      });
      expect([second.method, second.name, second.points.length]).toEqual([
        'POST',
        '/a b',
        1,
      ]);
      expect(rest).toEqual([]);
    });

    it('gives what a locustfile printed before an endpoint no course of its own', () => {
      const names = tables([
        ['GET      /a'],
        ['loading…GET      /a'],
        ['GET      /a'],
      ]).map(it => it.name);
      expect(names).toEqual(['/a']);
    });
  });

  it('keeps no more points than the history does, over days', () => {
    const log = new MasterLog();
    for (let i = 0; i < 50_000; i++) {
      log.line(
        `@@locust {"v":1,"n":${i},"kind":"total","final":false,"elapsed":${
          i * 2
        },"state":"running","users":1,"statistics":{"requests":${i},"failures":0}}`,
      );
    }
    const { points } = log.outcome();
    expect(points.length).toBeLessThanOrEqual(2000);
    expect(points[0].elapsedSeconds).toBe(0);
    expect(points[points.length - 1].elapsedSeconds).toBe(99_998);
  });
});

describe('LineReader', () => {
  it('keeps characters whole that are split between portions', () => {
    const read: string[] = [];
    const reader = new LineReader(line => read.push(line));
    const bytes = Buffer.from('🛒\nü');
    for (const byte of bytes) {
      reader.feed(Buffer.of(byte));
    }
    reader.end();
    expect(read).toEqual(['🛒', 'ü']);
  });

  it('cuts a line that does not end, the same however it came', () => {
    const long = 'x'.repeat(100_000);
    const read: string[] = [];
    const reader = new LineReader(line => read.push(line));
    reader.feed(`${long}\nnext\n`);
    for (const part of [long.slice(0, 7), long.slice(7), '\n']) {
      reader.feed(part);
    }
    expect(read.map(line => line.length)).toEqual([65_536, 4, 65_536]);
  });
});

describe('splitTimestamp', () => {
  it.each([
    [
      '2026-01-31T10:20:30.123456789Z text',
      '2026-01-31T10:20:30.123456789Z',
      'text',
    ],
    ['2026-01-31T10:20:30Z ', '2026-01-31T10:20:30Z', ''],
    ['2026-01-31T10:20:30.5+02:00  x', '2026-01-31T10:20:30.5+02:00', ' x'],
    ['2026-01-31 text', undefined, '2026-01-31 text'],
    ['text', undefined, 'text'],
  ])('%s', (line, timestamp, text) => {
    expect(splitTimestamp(line)).toEqual(
      timestamp === undefined ? { text } : { timestamp, text },
    );
  });
});
