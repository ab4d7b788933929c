import { readTimeRange } from './readTimeRange';

describe('readTimeRange', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:20Z', '2026-01-31T10:20:00.000Z'],
    ['2026-01-31T10:20:30.123Z', '2026-01-31T10:20:30.123Z'],
    ['2026-01-31T10:20:30+05:30', '2026-01-31T04:50:30.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('takes %s for %s', (text, moment) => {
    expect(readTimeRange({ from: text })).toEqual({
      createdFrom: new Date(moment),
    });
    expect(readTimeRange({ to: text })).toEqual({
      createdBefore: new Date(moment),
    });
  });

  it('restricts nothing where nothing is asked for', () => {
    expect(readTimeRange({})).toEqual({});
  });

  it.each([
    '',
    'yesterday',
    '1769854830123',
    '2026-02-29',
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '2026-01-31T25:00:00Z',
    // Without a time zone it would be that of the server.
    '2026-01-31T10:20:30',
  ])('refuses "%s", naming the field', text => {
    expect(() => readTimeRange({ from: text })).toThrow(
      `from: "${text}" was refused; write a moment such as 2026-01-31T10:20:00Z`,
    );
    expect(() => readTimeRange({ to: text })).toThrow(`to: "${text}" was`);
  });

  it('refuses an end that is not after the beginning', () => {
    expect(() =>
      readTimeRange({ from: '2026-01-31', to: '2026-01-31' }),
    ).toThrow('to: "2026-01-31" was refused; it has to be later than from');
  });
});
