import fc from 'fast-check';
import { calendarWeek, mondayOf } from './calendarWeek';
import { wallClock } from './timeZone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/St_Johns',
  'Pacific/Apia',
];

const hourOf = (firstDay: string, zone: string, day: number, hour: number) => {
  const { begins, ends } = calendarWeek(firstDay, zone)[day * 24 + hour];
  return [begins.toISOString(), (ends.getTime() - begins.getTime()) / MINUTE];
};

describe('calendarWeek', () => {
  it.each([
    ['a usual hour', '2026-11-23', 'UTC', 0, 0, '2026-11-23T00:00:00.000Z', 60],
    [
      'the last hour in a zone that is ahead',
      '2026-11-23',
      'Europe/Berlin',
      6,
      23,
      '2026-11-29T22:00:00.000Z',
      60,
    ],
    [
      'an hour that spring skips',
      '2026-03-23',
      'Europe/Berlin',
      6,
      2,
      '2026-03-29T01:00:00.000Z',
      0,
    ],
    [
      'an hour that autumn repeats',
      '2026-10-19',
      'Europe/Berlin',
      6,
      2,
      '2026-10-25T00:00:00.000Z',
      120,
    ],
    [
      'half an hour that spring leaves',
      '2026-09-28',
      'Australia/Lord_Howe',
      6,
      2,
      '2026-10-03T15:30:00.000Z',
      30,
    ],
    [
      'the last hour of a day that is repeated across midnight',
      '2026-10-19',
      'Asia/Beirut',
      5,
      23,
      '2026-10-24T20:00:00.000Z',
      120,
    ],
    [
      'the first hour of a day that begins an hour late',
      '2026-03-23',
      'Asia/Beirut',
      6,
      0,
      '2026-03-28T22:00:00.000Z',
      0,
    ],
  ] as const)('has %s', (_what, firstDay, zone, day, hour, begins, minutes) => {
    expect(hourOf(firstDay, zone, day, hour)).toEqual([begins, minutes]);
  });

  it('is without a gap, and each of its moments is shown by a clock as the day and hour say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 167 }),
        fc.integer({ min: 0, max: 7_199_999 }),
        (zone, week, index, into) => {
          const first = Date.UTC(2025, 0, 6) + week * 7 * 24 * HOUR;
          const hours = calendarWeek(
            new Date(first).toISOString().slice(0, 10),
            zone,
          );
          const { begins, ends, day, hour } = hours[index];
          expect(hours[index + 1]?.begins ?? ends).toEqual(ends);
          const length = ends.getTime() - begins.getTime();
          const place = day * 24 + hour;
          // An hour that is skipped has no moment to look at.
          const shown =
            length > 0
              ? wallClock(begins.getTime() + (into % length), zone)
              : first + place * HOUR;
          expect(Math.floor((shown - first) / HOUR)).toBe(place);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(['soon', '2026-13-01', ''])('refuses "%s"', firstDay => {
    expect(() => calendarWeek(firstDay, 'UTC')).toThrow(/is no day such as/);
  });
});

describe('mondayOf', () => {
  it.each([
    ['2026-11-23T00:00:00Z', 'UTC', '2026-11-23'],
    ['2026-11-29T23:59:59Z', 'UTC', '2026-11-23'],
    ['2026-11-29T23:30:00Z', 'Europe/Berlin', '2026-11-30'],
    ['2026-11-23T03:00:00Z', 'America/New_York', '2026-11-16'],
  ])('of %s in %s is %s', (instant, zone, monday) => {
    expect(mondayOf(new Date(instant), zone)).toBe(monday);
  });
});
