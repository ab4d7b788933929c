import fc from 'fast-check';
import {
  anyStopCondition,
  anyText,
  anyThreshold,
} from './__testUtils__/anyThreshold';
import { formatThreshold } from './formatThreshold';
import { parseStopCondition, parseThreshold } from './parseThreshold';
import {
  joinThreshold,
  splitThreshold,
  thresholdMistake,
  type ThresholdParts,
} from './thresholdParts';

const parts = (change: Partial<ThresholdParts> = {}): ThresholdParts => ({
  endpoint: '',
  metric: 'p95',
  operator: '<',
  value: '500ms',
  ...change,
});

describe('splitThreshold', () => {
  it('takes a threshold apart', () => {
    expect(splitThreshold('threshold', 'GET /pay: p99 <= 1500')).toEqual({
      endpoint: 'GET /pay',
      metric: 'p99',
      operator: '<=',
      value: '1.5s',
    });
    expect(
      splitThreshold('stopCondition', 'fail_ratio > 50% for 1m'),
    ).toMatchObject({ value: '50%', lasting: '60s' });
  });

  it('has no pieces of what cannot be read', () => {
    expect(splitThreshold('threshold', 'p95 << 1s')).toBeUndefined();
    expect(splitThreshold('stopCondition', 'p95 < 1s')).toBeUndefined();
  });

  it('puts together again what means the same, whatever an endpoint is called', () => {
    fc.assert(
      fc.property(anyThreshold, threshold => {
        const text = formatThreshold(threshold);
        const joined = joinThreshold(splitThreshold('threshold', text)!);
        expect(joined).toBe(text);
        expect(parseThreshold(joined)).toEqual(threshold);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(anyStopCondition, condition => {
        const text = formatThreshold(condition);
        const joined = joinThreshold(splitThreshold('stopCondition', text)!);
        expect(parseStopCondition(joined)).toEqual(condition);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('joinThreshold', () => {
  it.each([
    [parts({ value: '500' }), 'p95 < 500ms'],
    [parts({ value: ' 1.5s ' }), 'p95 < 1.5s'],
    [parts({ metric: 'fail_ratio', value: '1' }), 'fail_ratio < 1%'],
    [parts({ metric: 'rps', operator: '>=', value: '5' }), 'rps >= 5/s'],
    [parts({ metric: 'failures', value: '3' }), 'failures < 3'],
    [parts({ endpoint: ' GET /a ' }), 'GET /a: p95 < 500ms'],
    [parts({ value: '' }), 'p95 <'],
    [parts({ lasting: '60s' }), 'p95 < 500ms for 60s'],
  ])('writes %j as %j', (typed, text) => {
    expect(joinThreshold(typed)).toBe(text);
  });
});

describe('thresholdMistake', () => {
  it.each([
    ['threshold', parts({ value: '5 apples' }), 'value'],
    ['threshold', parts({ value: '' }), 'value'],
    ['threshold', parts({ endpoint: '/pay' }), 'endpoint'],
    ['threshold', parts({ endpoint: 'GET "/pay' }), 'endpoint'],
    ['stopCondition', parts({ metric: 'p99', lasting: '60s' }), 'metric'],
    [
      'stopCondition',
      parts({ endpoint: 'GET /pay', lasting: '60s' }),
      'metric',
    ],
    ['stopCondition', parts({ lasting: '' }), 'lasting'],
    ['stopCondition', parts({ lasting: 'long' }), 'lasting'],
    ['stopCondition', parts({ value: 'x', lasting: '60s' }), 'value'],
  ] as const)('of a %s %j is in its %s', (kind, typed, part) => {
    expect(thresholdMistake(kind, typed)?.part).toBe(part);
  });

  it('is found exactly where the grammar refuses the whole', () => {
    fc.assert(
      fc.property(anyText, anyText, (endpoint, value) => {
        const typed = parts({ endpoint, value });
        expect(thresholdMistake('threshold', typed) === undefined).toBe(
          splitThreshold('threshold', joinThreshold(typed)) !== undefined,
        );
      }),
    );
  });
});
