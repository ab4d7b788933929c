import fc from 'fast-check';
import { calendarWeek } from './calendarWeek';
import { DueTimes } from './DueTimes';
import { expectedLoad, type PlannedLoad } from './expectedLoad';
import { scheduleInstants } from './nextScheduleTimes';

const HOUR = 3_600_000;

const load = (
  schedule: string,
  change: Partial<PlannedLoad> = {},
): PlannedLoad => ({
  schedule,
  timeZone: 'UTC',
  runTimeSeconds: 540,
  concurrencyPolicy: 'Forbid',
  users: 100,
  workers: 2,
  ...change,
});

/** Hours with runs, as `day hour: runs users`. */
const hoursOf = (
  loads: readonly PlannedLoad[],
  firstDay = '2026-11-23',
  zone = 'UTC',
) =>
  expectedLoad(calendarWeek(firstDay, zone), loads)
    .filter(hour => hour.runs > 0)
    .map(({ day, hour, runs, users }) => `${day} ${hour}: ${runs} ${users}`);

describe('expectedLoad', () => {
  it.each([
    ['a run on working days', '0 2 * * 1-5', {}, 5, '0 2: 1 100'],
    [
      'one that goes on',
      '30 2 * * 3',
      { runTimeSeconds: 7200 },
      3,
      '2 2: 1 100',
    ],
    ['one that ends with the hour', '50 2 * * 1', {}, 1, '0 2: 1 100'],
    ['one that ends after it', '51 2 * * 1', {}, 2, '0 2: 1 100'],
    ['several in an hour', '*/15 2 * * 1', {}, 1, '0 2: 4 100'],
    [
      'every second one, where one takes too long',
      '*/15 2 * * 1',
      { runTimeSeconds: 1140 },
      1,
      '0 2: 2 100',
    ],
    [
      'all, each in place of the one before',
      '*/15 2 * * 1',
      { runTimeSeconds: 1140, concurrencyPolicy: 'Replace' as const },
      2,
      '0 2: 4 100',
    ],
    [
      'all beside each other',
      '*/15 2 * * 1',
      { runTimeSeconds: 1140, concurrencyPolicy: 'Allow' as const },
      2,
      '0 2: 4 200',
    ],
    [
      'the last of the week before',
      '30 23 * * 0',
      { runTimeSeconds: 5400 },
      3,
      '0 0: 1 100',
    ],
    ['nothing of what cannot be read', '0 25 * * *', {}, 0, undefined],
    [
      'nothing in no zone',
      '0 2 * * *',
      { timeZone: 'Mars/Olympus' },
      0,
      undefined,
    ],
  ])('has %s', (_what, schedule, change, count, first) => {
    const hours = hoursOf([load(schedule, change)]);
    expect(hours).toHaveLength(count);
    expect(hours[0]).toBe(first);
  });

  it('adds up schedules, says which they are, and has those with the most users first', () => {
    const [small, large, unknown] = [
      load('0 2 * * 1', { users: 10 }),
      load('30 2 * * 1', { users: 500, workers: 8 }),
      load('45 2 * * 1', { users: undefined }),
    ];
    const hour = expectedLoad(calendarWeek('2026-11-23', 'UTC'), [
      small,
      large,
      unknown,
    ])[2];
    expect(hour).toMatchObject({ runs: 3, users: 510, workers: 12 });
    expect(hour.expected.map(it => it.load)).toEqual([large, small, unknown]);
  });

  it("has hours of the viewer's zone, and times of the schedule's", () => {
    const nightly = load('0 2 * * 1', { timeZone: 'America/New_York' });
    expect(hoursOf([nightly], '2026-11-23', 'Europe/Berlin')).toEqual([
      '0 8: 1 100',
    ]);
    expect(hoursOf([nightly], '2026-11-23', 'Asia/Kolkata')).toEqual([
      '0 12: 1 100',
    ]);
  });

  it('runs nothing at a time that spring skips, and twice at one that autumn repeats', () => {
    const nightly = load('30 2 * * *', { timeZone: 'Europe/Berlin' });
    const of = (firstDay: string) =>
      hoursOf([nightly], firstDay, 'Europe/Berlin');
    expect(of('2026-03-23')).toHaveLength(6);
    expect(of('2026-03-23')[5]).toBe('5 2: 1 100');
    expect(of('2026-10-19')[6]).toBe('6 2: 2 100');
  });

  it('looks once at each hour, however often a schedule is due, and at most at 30 runs in it', () => {
    const hours = jest.spyOn(DueTimes.prototype, 'between');
    const steps = jest.spyOn(DueTimes.prototype, 'placeOf');
    const found = expectedLoad(calendarWeek('2026-11-23', 'UTC'), [
      load('* * * * *', { runTimeSeconds: 1 }),
    ]);
    expect(new Set(found.map(hour => hour.runs))).toEqual(new Set([30]));
    // The hour before the week is looked at as well, for what goes on when it begins.
    expect(hours).toHaveBeenCalledTimes(169);
    // Twice for where the hour begins and ends, once for where to go on, and once for each run.
    expect(steps.mock.calls.length).toBeLessThanOrEqual(169 * 33);
    hours.mockRestore();
    steps.mockRestore();
  });

  describe('is what a look at every run finds', () => {
    const cron = fc
      .tuple(
        fc.constantFrom('0', '*', '*/7', '13', '59', '10-20', '5,50'),
        fc.constantFrom('*', '2', '1-3', '*/5', '23', '0'),
        fc.constantFrom('*', '1-5', '0', '6'),
      )
      .map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`);
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Asia/Beirut',
    );
    /** Those in which some clock changes, and one in which none does. */
    const firstDay = fc.constantFrom(
      '2026-03-02',
      '2026-03-23',
      '2026-03-30',
      '2026-09-28',
      '2026-10-19',
      '2026-10-26',
      '2026-11-23',
    );
    const anyLoad = fc.record({
      schedule: cron,
      timeZone: zone,
      runTimeSeconds: fc.constantFrom(1, 60, 600, 1800, 7200, 90_000),
      concurrencyPolicy: fc.constantFrom(
        'Forbid' as const,
        'Replace' as const,
        'Allow' as const,
      ),
      users: fc.constant(1),
      workers: fc.constant(1),
    });

    /** Begin and end of each run, from a moment on as if nothing had gone before. */
    function runsBetween(
      { schedule, timeZone, runTimeSeconds, concurrencyPolicy }: PlannedLoad,
      from: number,
      until: number,
    ): [number, number][] {
      const lasts = (runTimeSeconds + 60) * 1000;
      const runs: [number, number][] = [];
      for (const due of scheduleInstants(schedule, timeZone, from - 1)) {
        if (due >= until) {
          break;
        }
        const last = runs.at(-1);
        if (last && concurrencyPolicy === 'Replace') {
          last[1] = Math.min(last[1], due);
        }
        if (!last || concurrencyPolicy !== 'Forbid' || last[1] <= due) {
          runs.push([due, due + lasts]);
        }
      }
      return runs;
    }

    it('of any schedule, in any zone, in weeks in which clocks change', () => {
      fc.assert(
        fc.property(anyLoad, zone, firstDay, (one, viewer, day) => {
          const week = calendarWeek(day, viewer);
          const begins = week[0].begins.getTime();
          const before =
            Math.ceil(((one.runTimeSeconds + 60) * 1000) / HOUR) * HOUR;
          const runs = runsBetween(
            one,
            begins - before,
            week[167].ends.getTime(),
          );
          for (const hour of expectedLoad(week, [one])) {
            const [start, end] = [hour.begins.getTime(), hour.ends.getTime()];
            const going =
              start === end
                ? []
                : runs.filter(([from, to]) => from < end && to > start);
            expect(hour.runs).toBe(going.length);
            const atOnce = Math.max(
              0,
              ...going.map(
                ([from]) =>
                  going.filter(([a, b]) => a <= from && b > from).length,
              ),
            );
            expect(hour.users).toBeGreaterThanOrEqual(atOnce);
            const isExact = one.concurrencyPolicy !== 'Allow';
            expect(isExact ? hour.users : atOnce).toBe(atOnce);
          }
        }),
        { numRuns: 100 },
      );
    });
  });
});
