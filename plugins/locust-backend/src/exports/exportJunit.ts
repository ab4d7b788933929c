import {
  isTerminalPhase,
  type Run,
  type ThresholdResult,
} from 'backstage-plugin-locust-common';
import type { RunRecord } from '../runs/RunRecord';
import { escapeAttribute, escapeMarkup } from './escapeMarkup';

interface TestCase {
  readonly name: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped'; readonly message: string }
    | {
        readonly kind: 'failure' | 'error';
        readonly type: string;
        readonly message: string;
      };
}

/**
 * The thresholds of a run as JUnit XML, for build servers: a test case for the run itself and one for each threshold.
 * Keeps to the stricter of the two schemas in use (Ant's), which the laxer one (Jenkins') accepts as well.
 */
export function exportJunit({ run, marks }: RunRecord): string {
  const cases = [
    runCase(run, marks.thresholds ?? []),
    ...(marks.thresholds ?? []).map(thresholdCase),
  ];
  const count = (kind: TestCase['outcome']['kind']) =>
    cases.filter(it => it.outcome.kind === kind).length;
  const seconds = durationOf(run);
  const className = [run.namespace, run.test].join('.');
  const counts = `tests="${cases.length}" failures="${count(
    'failure',
  )}" errors="${count('error')}"`;
  const properties = [
    ['run', run.id],
    ['cluster', run.cluster],
    ['namespace', run.namespace],
    ['resource', run.name],
    ['phase', run.phase],
    ['verdict', run.verdict],
    ...(run.entityRef ? [['entity', run.entityRef]] : []),
    ...(run.exitCode === undefined ? [] : [['exitCode', String(run.exitCode)]]),
    ...(run.doubts ?? []).map(it => [`doubt.${it.code}`, it.message]),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite id="0" package="${escapeAttribute(
      run.namespace,
    )}" name="${escapeAttribute(run.test)}" ${counts} skipped="${count(
      'skipped',
    )}" time="${seconds}" timestamp="${(run.startedAt ?? run.createdAt)
      .toISOString()
      .slice(0, 19)}" hostname="${escapeAttribute(run.cluster)}">`,
    '    <properties>',
    ...properties.map(
      ([name, value]) =>
        `      <property name="${name}" value="${escapeAttribute(value)}"/>`,
    ),
    '    </properties>',
    ...cases.map((it, index) =>
      testCase(it, className, index === 0 ? seconds : '0'),
    ),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function runCase(run: Run, thresholds: readonly ThresholdResult[]): TestCase {
  const name = 'run';
  const why = run.reason?.message;
  if (!isTerminalPhase(run.phase)) {
    return {
      name,
      outcome: { kind: 'skipped', message: `The run is ${run.phase}.` },
    };
  }
  switch (run.phase) {
    case 'error':
      return {
        name,
        outcome: {
          kind: 'error',
          type: run.reason?.code ?? 'Error',
          message: why ?? 'The run ended in error.',
        },
      };
    case 'skipped':
      return {
        name,
        outcome: { kind: 'skipped', message: why ?? 'The run was skipped.' },
      };
    default:
      // Failed though every threshold holds: it was ended for what it did.
      return run.verdict === 'failed' && thresholds.every(it => it.passed)
        ? {
            name,
            outcome: {
              kind: 'failure',
              type: run.reason?.code ?? 'Failed',
              message: why ?? 'The run has failed.',
            },
          }
        : { name, outcome: { kind: 'passed' } };
  }
}

function thresholdCase({
  threshold,
  passed,
  message,
}: ThresholdResult): TestCase {
  return {
    name: threshold,
    outcome: passed
      ? { kind: 'passed' }
      : { kind: 'failure', type: 'Threshold', message },
  };
}

function testCase(
  { name, outcome }: TestCase,
  className: string,
  seconds: string,
): string {
  const opening = `    <testcase name="${escapeAttribute(
    name,
  )}" classname="${escapeAttribute(className)}" time="${seconds}"`;
  switch (outcome.kind) {
    case 'passed':
      return `${opening}/>`;
    case 'skipped':
      return `${opening}>\n      <skipped message="${escapeAttribute(
        outcome.message,
      )}"/>\n    </testcase>`;
    default:
      return `${opening}>\n      <${outcome.kind} type="${escapeAttribute(
        outcome.type,
      )}" message="${escapeAttribute(outcome.message)}">${escapeMarkup(
        outcome.message,
      )}</${outcome.kind}>\n    </testcase>`;
  }
}

function durationOf({ startedAt, finishedAt }: Run): string {
  return startedAt && finishedAt
    ? Math.max(0, (finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(
        3,
      )
    : '0';
}
