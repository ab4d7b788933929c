/** @jest-environment @backstage/cli/config/jest-environment-jsdom */
import fc from 'fast-check';
import type { RunRecord } from '../runs/RunRecord';
import { HOSTILE, hostileRecord, runRecord } from './__testUtils__/runRecord';
import { exportJunit } from './exportJunit';

function parse(record: RunRecord): Document {
  const document = new DOMParser().parseFromString(
    exportJunit(record),
    'application/xml',
  );
  const mistake = document.querySelector('parsererror');
  if (mistake) {
    throw new Error(mistake.textContent ?? 'not XML');
  }
  return document;
}

/** What an element of Ant's schema may have: attributes it needs, and its children in their order. */
const SCHEMA: Readonly<
  Record<
    string,
    {
      readonly attributes: Readonly<Record<string, RegExp>>;
      readonly optional?: readonly string[];
      readonly children: RegExp;
    }
  >
> = {
  testsuites: { attributes: {}, children: /^(testsuite )*$/ },
  testsuite: {
    attributes: {
      package: /\S/,
      id: /^\d+$/,
      name: /\S/,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
      hostname: /\S/,
      tests: /^\d+$/,
      failures: /^\d+$/,
      errors: /^\d+$/,
      time: /^\d+(\.\d+)?$/,
    },
    optional: ['skipped'],
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: { attributes: {}, children: /^(property )*$/ },
  property: { attributes: { name: /\S/, value: /^[^]*$/ }, children: /^$/ },
  testcase: {
    attributes: {
      name: /\S/,
      classname: /\S/,
      time: /^\d+(\.\d+)?$/,
    },
    children: /^((skipped|error|failure) )?$/,
  },
  error: { attributes: { type: /\S/, message: /^[^]*$/ }, children: /^$/ },
  failure: { attributes: { type: /\S/, message: /^[^]*$/ }, children: /^$/ },
  skipped: { attributes: { message: /^[^]*$/ }, children: /^$/ },
  'system-out': { attributes: {}, children: /^$/ },
  'system-err': { attributes: {}, children: /^$/ },
};

/** What is wrong by the schema. */
function violations(element: Element): readonly string[] {
  const rule = SCHEMA[element.tagName];
  if (!rule) {
    return [`there is no element ${element.tagName}`];
  }
  const names = [...element.attributes].map(it => it.name);
  const children = [...element.children].map(it => `${it.tagName} `).join('');
  return [
    ...names
      .filter(
        it => !(it in rule.attributes) && !(rule.optional ?? []).includes(it),
      )
      .map(it => `${element.tagName} has ${it}`),
    ...Object.entries(rule.attributes)
      .filter(([name, value]) => !value.test(element.getAttribute(name) ?? ''))
      .map(
        ([name]) =>
          `${element.tagName}.${name} is ${element.getAttribute(name)}`,
      ),
    ...(rule.children.test(children)
      ? []
      : [`${element.tagName} holds ${children}`]),
    ...[...element.children].flatMap(violations),
  ];
}

const cases = (record: RunRecord) =>
  [...parse(record).querySelectorAll('testcase')].map(it => ({
    name: it.getAttribute('name'),
    outcome: it.firstElementChild?.tagName ?? 'passed',
    message: it.firstElementChild?.getAttribute('message') ?? undefined,
  }));

describe('exportJunit', () => {
  it('has a property for each doubt about the figures', () => {
    const document = parse(
      runRecord({
        run: { doubts: [{ code: 'WorkersLost', message: '1 "went" & <was>' }] },
      }),
    );
    expect(violations(document.documentElement)).toEqual([]);
    expect(
      document
        .querySelector('property[name="doubt.WorkersLost"]')
        ?.getAttribute('value'),
    ).toBe('1 "went" & <was>');
  });

  it('has a test case for the run and one for each threshold', () => {
    expect(cases(runRecord())).toEqual([
      { name: 'run', outcome: 'passed' },
      { name: 'p95 < 500ms', outcome: 'passed' },
      {
        name: 'GET /checkout: p99 < 400ms',
        outcome: 'failure',
        message: 'p99 of GET /checkout was 600ms; wanted: < 400ms.',
      },
    ]);
  });

  it('counts them, and says when and how long', () => {
    const suite = parse(runRecord()).querySelector('testsuite');
    expect(
      Object.fromEntries(
        [...(suite?.attributes ?? [])].map(it => [it.name, it.value]),
      ),
    ).toEqual({
      id: '0',
      package: 'shop',
      name: 'checkout',
      tests: '3',
      failures: '1',
      errors: '0',
      skipped: '0',
      time: '120.500',
      timestamp: '2026-01-31T10:20:33',
      hostname: 'production',
    });
  });

  it.each([
    [
      { phase: 'error', reason: { code: 'OOMKilled', message: 'Too little.' } },
      { name: 'run', outcome: 'error', message: 'Too little.' },
    ],
    [
      { phase: 'skipped', reason: { code: 'Late', message: 'It was late.' } },
      { name: 'run', outcome: 'skipped', message: 'It was late.' },
    ],
    [
      { phase: 'running', verdict: 'none' },
      { name: 'run', outcome: 'skipped', message: 'The run is running.' },
    ],
    [
      { phase: 'stopped', verdict: 'none' },
      { name: 'run', outcome: 'passed' },
    ],
    [
      {
        phase: 'stopped',
        verdict: 'failed',
        reason: { code: 'StopWhen', message: 'Too many failures.' },
      },
      { name: 'run', outcome: 'failure', message: 'Too many failures.' },
    ],
  ] as const)(
    'tells of a run without thresholds that is %j',
    (run, expected) => {
      expect(
        cases(runRecord({ run, marks: { pinned: false, baseline: false } })),
      ).toEqual([expected]);
    },
  );

  it('keeps to the schema', () => {
    for (const record of [
      runRecord(),
      runRecord({ run: { phase: 'error', startedAt: undefined } }),
      runRecord({ marks: { pinned: false, baseline: false } }),
      hostileRecord(),
    ]) {
      expect(violations(parse(record).documentElement)).toEqual([]);
    }
  });

  it('is XML that says what was meant, whatever the names', () => {
    expect(cases(hostileRecord())[1].name).toBe(
      ['\u0000', '\u001b', '\ud800', '\uffff'].reduce(
        (text, impossible) => text.replace(impossible, '\ufffd'),
        HOSTILE,
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const record = runRecord({
          run: { test: name },
          marks: {
            pinned: false,
            baseline: false,
            thresholds: [{ threshold: name, passed: false, message: name }],
          },
        });
        const readable = name.replace(
          /[^\t\n\r\u0020-\u007e\u00a0-\ufffd\u{10000}-\u{10ffff}]/gu,
          '\ufffd',
        );
        expect(cases(record)[1]).toEqual({
          name: readable,
          outcome: 'failure',
          message: readable,
        });
      }),
      { numRuns: 30 },
    );
  });
});
