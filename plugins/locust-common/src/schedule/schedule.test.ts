import { checkSchedule } from './checkSchedule';
import { nextScheduleTimes } from './nextScheduleTimes';

const iso = (times: readonly Date[]) =>
  times.map(time => time.toISOString().replace(':00.000Z', 'Z'));

describe('checkSchedule', () => {
  it.each([
    '* * * * *',
    '*/15 2-4 1,15 JAN-MAR mon',
    '5/15 * ? * ?',
    '0 22 * * SUN,6',
    '@hourly',
    '@midnight',
    ' 0  3 * * * ',
    '0 0 29 2 *',
  ])('accepts %p', schedule => {
    expect(checkSchedule(schedule)).toBeUndefined();
  });

  it.each([
    ['* * * *', /has 4 fields; write five fields/],
    ['0 * * * * *', /seconds are not supported/],
    ['soon', /has 1 field;/],
    ['TZ=Europe/Berlin 0 3 * * *', /timeZone/],
    ['CRON_TZ=UTC 0 3 * * *', /timeZone/],
    ['@every 1h', /not a known alias; use one of @yearly/],
    ['61 * * * *', /"61" is not a minute; it goes from 0 to 59/],
    ['0 0 * * 7', /Sunday is 0/],
    ['0 0 L * *', /"L" is not a day of month/],
    ['0 0 * * MON#2', /not understood/],
    ['*/0 * * * *', /at least 1/],
    ['0 22-4 * * *', /write two ranges, such as "22-23,0-4"/],
    ['0 0 31 2 *', /never comes/],
    ['', /has 0 fields/],
  ])('refuses %p', (schedule, problem) => {
    expect(checkSchedule(schedule)).toMatch(problem);
  });

  it.each([
    ['Mars/Olympus', /There is no time zone "Mars\/Olympus"; use a name/],
    ['Local', /There is no time zone/],
    ['+01:00', /not the name of a time zone/],
    ['europe/berlin', /it is written Europe\/Berlin/],
  ])('refuses the time zone %p', (timeZone, problem) => {
    expect(checkSchedule('0 3 * * *', timeZone)).toMatch(problem);
  });

  it.each(['Europe/Berlin', 'UTC', 'Etc/UTC', 'US/Eastern'])(
    'accepts the time zone %p',
    timeZone => {
      expect(checkSchedule('0 3 * * *', timeZone)).toBeUndefined();
    },
  );
});

describe('nextScheduleTimes', () => {
  it.each([
    {
      what: 'every minute, not the one it is',
      schedule: '* * * * *',
      zone: undefined,
      from: '2026-01-31T10:20:00Z',
      expected: ['2026-01-31T10:21Z', '2026-01-31T10:22Z', '2026-01-31T10:23Z'],
    },
    {
      what: 'in the given time zone',
      schedule: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-01-31T10:20:30Z',
      expected: ['2026-02-01T01:30Z', '2026-02-02T01:30Z', '2026-02-03T01:30Z'],
    },
    {
      what: 'no run at a time that spring skips',
      schedule: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-03-28T00:00:00Z',
      expected: ['2026-03-28T01:30Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z'],
    },
    {
      what: 'two runs at a time that autumn repeats',
      schedule: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-24T12:00:00Z',
      expected: ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-26T01:30Z'],
    },
    {
      what: 'half hours through a clock change without a gap',
      schedule: '*/30 * * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-25T00:00:00Z',
      expected: ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z'],
    },
    {
      what: 'a zone whose clock changes by half an hour',
      schedule: '45 1 * * *',
      zone: 'Australia/Lord_Howe',
      from: '2026-04-04T00:00:00Z',
      expected: ['2026-04-04T14:45Z', '2026-04-04T15:15Z', '2026-04-05T15:15Z'],
    },
    {
      what: 'either day field where both restrict',
      schedule: '0 0 1 * MON',
      zone: 'UTC',
      from: '2026-10-25T00:00:00Z',
      expected: ['2026-10-26T00:00Z', '2026-11-01T00:00Z', '2026-11-02T00:00Z'],
    },
    {
      what: 'across years',
      schedule: '0 0 29 2 *',
      zone: 'UTC',
      from: '2026-10-25T00:00:00Z',
      expected: ['2028-02-29T00:00Z'],
    },
    {
      what: 'nothing where no date matches',
      schedule: '0 0 31 2 *',
      zone: 'UTC',
      from: '2026-10-25T00:00:00Z',
      expected: [],
    },
  ])('gives $what', ({ schedule, zone, from, expected }) => {
    expect(iso(nextScheduleTimes(schedule, zone, new Date(from), 3))).toEqual(
      expected,
    );
  });
});
