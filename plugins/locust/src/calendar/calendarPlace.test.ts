import { dayOf, placeFrom, weekAfter } from './calendarPlace';

const NOW = new Date('2026-11-26T10:00:00Z');
const from = (query: string, zone = 'UTC') =>
  placeFrom(new URLSearchParams(query), NOW, zone);

describe('the week that is shown', () => {
  it.each([
    ['', '2026-11-23'],
    ['week=2026-10-19', '2026-10-19'],
    ['week=2026-10-25', '2026-10-19'],
    ['week=soon', '2026-11-23'],
    ['week=2026-13-45', '2026-11-23'],
  ])('by "%s" is that of %s', (query, week) => {
    expect(from(query).week).toBe(week);
  });

  it('is that in which it is where the viewer is', () => {
    expect(
      placeFrom(
        new URLSearchParams(),
        new Date('2026-11-29T23:30:00Z'),
        'Europe/Berlin',
      ).week,
    ).toBe('2026-11-30');
  });

  it.each([
    ['hour=0', 0],
    ['hour=167', 167],
    ['hour=168', undefined],
    ['hour=-1', undefined],
    ['hour=1.5', undefined],
    ['hour=', undefined],
    ['', undefined],
  ])('by "%s" has the hour %s picked', (query, hour) => {
    expect(from(query).hour).toBe(hour);
  });

  it('is followed by the next and comes after the one before', () => {
    expect(weekAfter('2026-12-28', 1)).toBe('2027-01-04');
    expect(weekAfter('2026-03-02', -1)).toBe('2026-02-23');
  });

  it('has days', () => {
    expect(dayOf('2026-11-30', 1).toISOString()).toMatch(/^2026-12-01/);
  });
});
