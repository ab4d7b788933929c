import fc from 'fast-check';
import { formatDuration } from './formatDuration';
import { DurationError, parseDuration } from './parseDuration';

describe('parseDuration', () => {
  it.each([
    ['300', 300],
    ['300s', 300],
    ['20m', 1200],
    ['3h', 10800],
    ['1h30m', 5400],
    ['3h30m10s', 12610],
    ['1h10s', 3610],
    ['0', 0],
    ['25h', 90000],
    [300, 300],
  ])('reads %p as %p seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    'soon',
    '',
    ' ',
    '5 m',
    '1.5h',
    '-5m',
    '30m1h',
    '5d',
    'h',
    '1h1h',
    '5M',
  ])('refuses %p, which Locust would not read', text => {
    expect(() => parseDuration(text)).toThrow(DurationError);
  });

  it('says what would be accepted', () => {
    expect(() => parseDuration('soon')).toThrow(
      '"soon" is not a duration; write it as 300, 300s, 20m, 3h or 1h30m.',
    );
  });

  it('refuses what a pod deadline cannot hold', () => {
    expect(() => parseDuration('600000h')).toThrow(/68 years/);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [90, '1m30s'],
    [300, '5m'],
    [3600, '1h'],
    [90061, '25h1m1s'],
  ])('writes %p seconds as %p', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('writes what parseDuration reads back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 3601 }), seconds => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});
