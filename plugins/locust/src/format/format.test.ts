import { inEnglish, inGerman } from '../__testUtils__/translate';
import { formatClock, formatSpan } from './formatClock';
import {
  formatCompact,
  formatCount,
  formatRate,
  formatRatio,
  NO_FIGURE,
} from './formatNumber';
import { formatDayAndTime, formatRelative } from './formatTime';

describe('figures', () => {
  it('stand as a dash where there are none', () => {
    expect([
      formatCount(undefined, inEnglish),
      formatRate(undefined, inEnglish),
      formatRatio(undefined, inEnglish),
    ]).toEqual([NO_FIGURE, NO_FIGURE, NO_FIGURE]);
  });

  it.each([
    [0, '0 %'],
    [0.0000001, '< 0.01 %'],
    [0.0031, '0.31 %'],
    [0.5, '50.0 %'],
  ])('a ratio of %d reads %s', (ratio, text) => {
    expect(formatRatio(ratio, inEnglish)).toBe(text);
  });

  it.each([
    [0, '0', '0'],
    [950, '950', '950'],
    [1_200, '1.2k', '1,2k'],
    [38_410, '38k', '38k'],
    [1_500_000, '1.5M', '1,5M'],
  ])('%d in little room is %s', (value, english, german) => {
    expect(formatCompact(value, inEnglish)).toBe(english);
    expect(formatCompact(value, inGerman)).toBe(german);
  });

  it('keep a digit of small rates', () => {
    expect(formatRate(0.42, inEnglish)).toBe('0.4');
    expect(formatRate(201.4, inEnglish)).toBe('201');
  });
});

describe('durations', () => {
  it.each([
    [0, '0:00'],
    [192, '3:12'],
    [7_200, '2:00:00'],
  ])('%d seconds on a clock are %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });

  it.each([
    [40, '40 s'],
    [600, '10 min'],
    [95, '1 min 35 s'],
    [5_400, '1 h 30 min'],
  ])('%d seconds in words are %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });
});

describe('moments', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-22T11:59:50Z', 'just now'],
    ['2026-11-22T11:55:00Z', '5 minutes ago'],
    ['2026-11-22T04:00:00Z', '8 hours ago'],
    ['2026-11-18T12:00:00Z', '4 days ago'],
    ['2026-11-22T12:05:00Z', 'in 5 minutes'],
  ])('%s is %s', (time, text) => {
    expect(formatRelative(new Date(time), now, inEnglish)).toBe(text);
  });
});

describe('in another language', () => {
  it('figures and moments are written as it writes them', () => {
    expect(formatCount(38410, inGerman)).toBe('38.410');
    expect(formatRatio(0.0000001, inGerman)).toBe('< 0,01 %');
    const now = new Date('2026-11-22T12:00:00Z');
    expect(
      formatRelative(new Date('2026-11-22T04:00:00Z'), now, inGerman),
    ).toBe('vor 8 Stunden');
    expect(formatRelative(now, now, inGerman)).toBe('gerade eben');
    expect(formatDayAndTime(now, 'Europe/Berlin', inGerman)).toMatch(
      /^So., 22\. Nov\.?,? (um )?13:00$/,
    );
  });
});
