import { aRun } from '../fake/aRun';
import { inEnglish, inGerman } from '../__testUtils__/translate';
import { chartLimits, crossingMarker, firstCrossing } from './chartLimits';
import { toSamples } from './Samples';

const runWith = (thresholds: unknown) =>
  aRun({ spec: { ...aRun().spec, thresholds } });

describe('the limits on the charts', () => {
  it.each([
    ['p95 < 500ms', 'p95', 500, 'limit 500ms'],
    ['p50 < 1.5s', 'median', 1_500, 'limit 1.5s'],
    ['median <= 150', 'median', 150, 'limit 150ms'],
    ['avg < 200ms', 'avg', 200, 'limit 200ms'],
    ['rps >= 50', 'rps', 50, 'limit 50/s'],
  ])('%s is on the line of %s', (threshold, field, value, word) => {
    expect(chartLimits(runWith([threshold]), inEnglish)).toEqual([
      expect.objectContaining({ threshold, field, value, word }),
    ]);
  });

  it('are those of an endpoint on its own line', () => {
    expect(
      chartLimits(runWith(['POST /pay: p95 < 1s']), inEnglish)[0].endpoint,
    ).toEqual({
      method: 'POST',
      name: '/pay',
    });
  });

  it('are not those that have no line over time, nor what nobody can read', () => {
    expect(
      chartLimits(
        runWith(['p99 < 1s', 'fail_ratio < 1%', 'max < 2s', 'p95 <<', 7]),
        inEnglish,
      ),
    ).toEqual([]);
    expect(chartLimits(runWith(undefined), inEnglish)).toEqual([]);
  });

  it('are those that the run was judged by', () => {
    const run = aRun({
      ...runWith(['p95 < 500ms']),
      thresholds: [
        { threshold: 'p95 < 400ms', passed: true, message: '', limit: 400 },
      ],
    });
    expect(chartLimits(run, inEnglish).map(({ value }) => value)).toEqual([
      400,
    ]);
  });
});

describe('when a line was first beyond its limit', () => {
  const line = toSamples([
    [0, 10],
    [2, 60],
    [4, 70],
    [6, 30],
    [8, 90],
  ]);

  it.each([
    ['<', 65, 4],
    ['<=', 70, 8],
    ['<', 5, 0],
    ['<', 100, undefined],
    // It begins below what it has to come to.
    ['>=', 50, 6],
    ['>', 20, undefined],
    ['>', 95, undefined],
  ] as const)('with %s %d: %s', (operator, value, seconds) => {
    expect(firstCrossing({ operator, value }, line)).toBe(seconds);
  });

  it('is said in words', () => {
    const [limit] = chartLimits(runWith(['rps >= 50']), inEnglish);
    expect(crossingMarker(limit, line, inEnglish)).toMatchObject({
      kind: 'crossing',
      seconds: 6,
      text: expect.stringContaining('First beyond rps >= 50, at 0:06'),
    });
    expect(crossingMarker(limit, line, inGerman)?.text).toContain(
      'Erstmals nicht eingehalten bei 0:06: rps >= 50',
    );
    expect(crossingMarker(limit, toSamples([]), inEnglish)).toBeUndefined();
  });
});
