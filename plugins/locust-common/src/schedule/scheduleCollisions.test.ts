import fc from 'fast-check';
import { scheduleInstants } from './nextScheduleTimes';
import { scheduleCollisions, type ScheduledLoad } from './scheduleCollisions';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

const collide = (
  own: ScheduledLoad,
  other: ScheduledLoad,
  from = '2026-11-23T00:00:00Z',
) => scheduleCollisions(own, [other], new Date(from))[0];

const load = (
  schedule: string,
  runTimeSeconds = 600,
  timeZone = 'UTC',
): ScheduledLoad => ({ schedule, timeZone, runTimeSeconds });

describe('scheduleCollisions', () => {
  it('says when the runs of two schedules first meet, and how often in a week', () => {
    const other = load('5 2 * * 1-5');
    expect(collide(load('0 2 * * *'), other)).toEqual({
      other,
      begins: new Date('2026-11-23T02:00:00Z'),
      otherBegins: new Date('2026-11-23T02:05:00Z'),
      count: 5,
    });
  });

  it.each([
    ['one that begins as the other has ended', '11 2 * * *', 600, undefined],
    ['one that begins within its last minute', '10 2 * * *', 600, 7],
    ['one that began before and still goes', '30 1 * * *', 3600, 7],
    ['one of another day', '0 2 31 12 *', 600, undefined],
    ['one that cannot be read', '0 25 * * *', 600, undefined],
  ])('%s', (_what, schedule, runTime, count) => {
    expect(collide(load('0 2 * * *'), load(schedule, runTime))?.count).toBe(
      count,
    );
  });

  it('sees a run that is under way already', () => {
    expect(
      collide(
        load('0 0 * * 1', 60),
        load('0 22 * * 0', 4 * 3600),
        '2026-11-22T23:00:00Z',
      )?.otherBegins,
    ).toEqual(new Date('2026-11-22T22:00:00Z'));
  });

  it('knows that clocks change: the two meet only once the summer time has ended', () => {
    const berlin = load('30 3 * * *', 600, 'Europe/Berlin');
    const utc = load('30 2 * * *');
    // From Sunday the 25th of October 2026 on, 03:30 in Berlin is 02:30 UTC; before it was 01:30.
    expect(collide(berlin, utc, '2026-10-22T00:00:00Z')).toMatchObject({
      begins: new Date('2026-10-25T02:30:00Z'),
      count: 4,
    });
    expect(collide(berlin, utc, '2026-10-10T00:00:00Z')).toBeUndefined();
  });

  it('lists those that meet first first', () => {
    const later = load('0 2 * * 5');
    const sooner = load('0 2 * * 2');
    expect(
      scheduleCollisions(
        load('0 2 * * *'),
        [later, sooner],
        new Date('2026-11-23T00:00:00Z'),
      ).map(one => one.other),
    ).toEqual([sooner, later]);
  });

  it('finds what a look at every pair of runs finds', () => {
    const cron = fc
      .tuple(
        fc.constantFrom('0', '*/7', '13', '59', '10-20'),
        fc.constantFrom('*', '2', '*/5', '23'),
        fc.constantFrom('*', '1-5', '0'),
      )
      .map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`);
    const anyLoad = fc.record({
      schedule: cron,
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
      runTimeSeconds: fc.constantFrom(0, 60, 1800, 90_000),
    });
    const from = Date.parse('2026-10-23T10:20:00Z');
    const lasts = (one: ScheduledLoad) => one.runTimeSeconds * 1000 + MINUTE;
    const between = (one: ScheduledLoad, after: number, until: number) => {
      const found: number[] = [];
      for (const instant of scheduleInstants(
        one.schedule,
        one.timeZone,
        after,
      )) {
        if (instant >= until) {
          return found;
        }
        found.push(instant);
      }
      return found;
    };
    fc.assert(
      fc.property(anyLoad, anyLoad, (own, other) => {
        const others = between(
          other,
          from - lasts(other),
          from + WEEK + lasts(own),
        );
        const meeting = between(own, from, from + WEEK).filter(begin =>
          others.some(
            it => it < begin + lasts(own) && begin < it + lasts(other),
          ),
        );
        expect(
          collide(own, other, new Date(from).toISOString())?.count ?? 0,
        ).toBe(meeting.length);
      }),
      { numRuns: 60 },
    );
  });
});
