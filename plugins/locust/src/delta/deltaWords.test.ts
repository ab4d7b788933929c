import { compareFigures } from 'backstage-plugin-locust-common';
import { inEnglish } from '../__testUtils__/translate';
import { someStatistics } from '../fake/aRun';
import { deltaInWords, deltaText, deltaTone } from './deltaWords';

/** What a figure's delta is, by the code that the backend has for it. */
function deltaOf(
  metric: string,
  from: Parameters<typeof someStatistics>[0],
  to: Parameters<typeof someStatistics>[0],
) {
  const delta = compareFigures([someStatistics(from), someStatistics(to)], 0)
    .find(one => one.metric === metric)
    ?.deltas.at(1);
  if (!delta) {
    throw new Error(`${metric} has no delta`);
  }
  return delta;
}

const p95 = (value: number) => ({ percentiles: { '95': value } });

describe('how far a figure is from the baseline’s', () => {
  it.each([
    ['p95', p95(358), p95(401), '+12 %', '12 % slower than the baseline'],
    ['p95', p95(358), p95(340), '−5 %', '5 % faster than the baseline'],
    ['p95', p95(1000), p95(1006), '+0.6 %', '0.6 % slower than the baseline'],
    ['rps', { rps: 1e4 }, { rps: 9_999 }, '±0', 'the same as the baseline'],
    ['p95', p95(358), p95(358), '±0', 'the same as the baseline'],
    [
      'rps',
      { rps: 100 },
      { rps: 104 },
      '+4 %',
      '4 % more requests per second than the baseline',
    ],
    [
      'failRatio',
      { failRatio: 0 },
      { failRatio: 0.0031 },
      '+0.31 pp',
      '0.31 percentage points more failing than the baseline',
    ],
    [
      'failures',
      { failures: 0 },
      { failures: 3 },
      '+3',
      '3 more failures than the baseline',
    ],
  ] as const)('%s from %j to %j is %s, %s', (metric, from, to, text, words) => {
    const delta = deltaOf(metric, from, to);
    expect(deltaText(metric, delta, inEnglish)).toBe(text);
    expect(deltaInWords(metric, delta, 'the baseline', inEnglish)).toBe(words);
  });

  it.each([
    ['slower by a lot', 'p95', p95(100), p95(110), 'error'],
    [
      'slower by less than machines differ',
      'p95',
      p95(100),
      p95(104),
      'neutral',
    ],
    ['faster by a lot', 'p95', p95(100), p95(90), 'success'],
    ['fewer requests a second', 'rps', { rps: 10 }, { rps: 8 }, 'error'],
    [
      'more requests in all, which is neither',
      'requests',
      { requests: 10 },
      { requests: 80 },
      'neutral',
    ],
    [
      'one failure among thousands',
      'failRatio',
      { failRatio: 0 },
      { failRatio: 0.0002 },
      'neutral',
    ],
  ] as const)('%s is coloured so', (_what, metric, from, to, tone) => {
    expect(deltaTone(metric, deltaOf(metric, from, to))).toBe(tone);
  });
});
