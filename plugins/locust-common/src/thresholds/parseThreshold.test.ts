import fc from 'fast-check';
import {
  anyStopCondition,
  anyText,
  anyThreshold,
  thresholdOf,
} from './__testUtils__/anyThreshold';
import { formatThreshold } from './formatThreshold';
import { parseStopCondition, parseThreshold } from './parseThreshold';
import {
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  type ThresholdMetric,
} from './Threshold';
import { STOP_CONDITION_PATTERN, THRESHOLD_PATTERN } from './thresholdPattern';
import { ThresholdError } from './ThresholdReader';

const METRICS = Object.keys(THRESHOLD_METRICS) as ThresholdMetric[];

describe('parseThreshold', () => {
  it.each([
    ['p95 < 500ms', { metric: 'p95', operator: '<', limit: 500 }],
    ['p99.99<=1.5s', { metric: 'p99.99', operator: '<=', limit: 1500 }],
    ['avg < 200', { metric: 'avg', operator: '<', limit: 200 }],
    ['max < 1.005s', { metric: 'max', operator: '<', limit: 1005 }],
    ['fail_ratio < 1%', { metric: 'fail_ratio', operator: '<', limit: 0.01 }],
    [
      'fail_ratio <= 0.7%',
      { metric: 'fail_ratio', operator: '<=', limit: 0.007 },
    ],
    ['fail_ratio < 0.01', { metric: 'fail_ratio', operator: '<', limit: 0.01 }],
    ['fail_ratio < 100 %', { metric: 'fail_ratio', operator: '<', limit: 1 }],
    ['rps >= 50', { metric: 'rps', operator: '>=', limit: 50 }],
    ['rps >= 50.5/s', { metric: 'rps', operator: '>=', limit: 50.5 }],
    ['failures == 0', { metric: 'failures', operator: '==', limit: 0 }],
    [
      ' requests\t>   1000 ',
      { metric: 'requests', operator: '>', limit: 1000 },
    ],
  ])('reads %j', (text, threshold) => {
    expect(parseThreshold(text)).toEqual(threshold);
  });

  it.each([
    ['GET /checkout', 'GET', '/checkout'],
    ['GET   /with spaces in it ', 'GET', '/with spaces in it'],
    ['GET http://shop:8080/a', 'GET', 'http://shop:8080/a'],
    ['GET /a: p95 < 1s', 'GET', '/a: p95 < 1s'],
    ['GET say "hello"', 'GET', 'say "hello"'],
    ['GET "/a "', 'GET', '/a '],
    ['GET "\\"quoted\\" at both ends"', 'GET', '"quoted" at both ends'],
    ['GET "one\\nand two"', 'GET', 'one\nand two'],
    ['"two words" /a', 'two words', '/a'],
    ['"" /a', '', '/a'],
    ['grpc shop.Cart/Add', 'grpc', 'shop.Cart/Add'],
    ['GET /ümlaut/🛒', 'GET', '/ümlaut/🛒'],
    ['a:b c:d', 'a:b', 'c:d'],
  ])('reads the endpoint %s', (endpoint, method, name) => {
    expect(parseThreshold(`${endpoint}: p99 < 1s`).endpoint).toEqual({
      method,
      name,
    });
  });

  it.each([
    ['', 1, 'there is nothing here; name what is compared: p50, p66'],
    ['p97 < 1s', 1, '"p97" is not right here; name what is compared'],
    ['P95 < 1s', 1, 'p95'],
    ['p95', 4, 'there is nothing here; compare with <=, >=, ==, < or >'],
    ['p95 = 1s', 5, 'compare with'],
    ['p95 << 1s', 6, 'write a response time such as 500ms'],
    ['p95 < fast', 7, 'write a response time'],
    ['p95 < 1m', 7, 'write a response time'],
    ['p95 < -1', 7, 'write a response time'],
    ['p95 < 007ms', 7, 'write a response time'],
    ['p95 < 500ms please', 13, 'end after the value'],
    ['p95 < 500ms for 60s', 13, 'belongs to stopWhen'],
    ['fail_ratio < 5', 14, 'from 0 to 100% or from 0 to 1'],
    ['fail_ratio < 101%', 14, 'from 0 to 100%'],
    ['failures < 1%', 12, 'whole number such as 100; for a share'],
    ['failures < 1.5', 12, 'whole number'],
    ['rps > 50ms', 7, 'a number per second'],
    ['/checkout: p95 < 1s', 10, 'its method, a space and its name'],
    ['GET : p95 < 1s', 5, 'its method, a space and its name'],
    [': p95 < 1s', 1, 'its method, a space and its name'],
    ['GET "/a: p95 < 1s', 5, 'quoted as a whole'],
    ['GET "/a" b: p95 < 1s', 10, 'after a name in quotes comes ":"'],
    ['GET /🛒🛒: p97 < 1s', 10, 'name what is compared'],
  ])('refuses %j at character %d', (text, position, expected) => {
    const refused = refusal(() => parseThreshold(text));
    expect(refused.message).toContain(`at character ${position}: `);
    expect(refused.message).toContain(expected);
    expect([...text.slice(0, refused.index)]).toHaveLength(position - 1);
  });
});

describe('parseStopCondition', () => {
  it('reads a threshold and how long it has to hold', () => {
    expect(parseStopCondition('fail_ratio > 50% for 60s')).toEqual({
      metric: 'fail_ratio',
      operator: '>',
      limit: 0.5,
      forSeconds: 60,
    });
    expect(parseStopCondition('GET /a: rps < 1 for 1m30s')).toEqual({
      endpoint: { method: 'GET', name: '/a' },
      metric: 'rps',
      operator: '<',
      limit: 1,
      forSeconds: 90,
    });
  });

  it.each([
    ['fail_ratio > 50%', 17, 'for how long it has to hold'],
    ['fail_ratio > 50% during 60s', 18, 'for how long it has to hold'],
    ['fail_ratio > 50% for', 21, 'a duration such as 60s'],
    ['fail_ratio > 50% for 0s', 22, 'a duration such as 60s'],
    ['fail_ratio > 50% for 60s!', 22, 'a duration such as 60s'],
    ['fail_ratio > 50% for 60s and more', 26, 'end after the duration'],
    ['p99 > 1s for 60s', 1, 'only p50, p95, median, rps or fail_ratio'],
    ['GET /a: p95 > 1s for 60s', 9, 'only rps or fail_ratio are known here'],
    ['failures > 10 for 60s', 1, 'only p50'],
    ['fail_ratio > 50% for 700000h', 22, 'longer than the 68 years'],
  ])('refuses %j at character %d', (text, position, expected) => {
    const refused = refusal(() => parseStopCondition(text));
    expect(refused.index).toBe(position - 1);
    expect(refused.message).toContain(expected);
  });
});

describe('formatThreshold', () => {
  it.each([
    ['GET  /a :p95<500', 'GET /a: p95 < 500ms'],
    ['p95 < 1500ms', 'p95 < 1.5s'],
    ['fail_ratio <= 0.007', 'fail_ratio <= 0.7%'],
    ['GET " /a": rps > 1', 'GET " /a": rps > 1/s'],
  ])('writes %j as %j', (written, formatted) => {
    expect(formatThreshold(parseThreshold(written))).toBe(formatted);
  });

  it('writes what is read back to the same, whatever an endpoint is called', () => {
    fc.assert(
      fc.property(anyThreshold, threshold => {
        expect(parseThreshold(formatThreshold(threshold))).toEqual(threshold);
      }),
      { numRuns: 1000 },
    );
  });

  it('does so with the conditions to stop', () => {
    fc.assert(
      fc.property(anyStopCondition, it => {
        expect(parseStopCondition(formatThreshold(it))).toEqual(it);
      }),
    );
  });
});

describe('the pattern of the resource definition', () => {
  const piece = fc.constantFrom(
    ...METRICS,
    ...THRESHOLD_OPERATORS,
    ...['GET', '/a', ':', '"', '"b: c"', '\\', 'for', '60s', '1m', '0'],
    ...['5', '500ms', '1.5s', '1', '%', '0.01', '100%', '/s', '=', '', '\n'],
  );
  const sentence = fc.oneof(
    { weight: 3, arbitrary: thresholdOf(METRICS).map(formatThreshold) },
    fc
      .tuple(fc.array(piece), fc.constantFrom('', ' '))
      .map(([it, gap]) => it.join(gap)),
    fc
      .tuple(thresholdOf(METRICS).map(formatThreshold), piece, piece)
      .map(it => it.join(' ')),
    anyText,
  );

  it.each([
    ['a threshold', THRESHOLD_PATTERN, parseThreshold],
    ['a condition to stop', STOP_CONDITION_PATTERN, parseStopCondition],
  ])('takes %s exactly where the parser does', (_what, pattern, parse) => {
    const matcher = new RegExp(pattern, 'u');
    fc.assert(
      fc.property(sentence, it => {
        expect([it, matcher.test(it)]).toEqual([it, accepts(parse, it)]);
      }),
      { numRuns: 3000 },
    );
  });
});

function accepts(parse: (it: string) => unknown, it: string): boolean {
  try {
    parse(it);
    return true;
  } catch (error) {
    // Anything else that is thrown is a mistake of the parser.
    expect(error).toBeInstanceOf(ThresholdError);
    return false;
  }
}

function refusal(action: () => unknown): ThresholdError {
  try {
    action();
  } catch (error) {
    return error as ThresholdError;
  }
  throw new Error('It was accepted');
}
