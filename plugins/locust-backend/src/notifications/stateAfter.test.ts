import { stateAfter, type TestState } from './stateAfter';

type Row = readonly [
  before: TestState,
  phase: 'finished' | 'stopped' | 'error' | 'skipped',
  verdict: 'passed' | 'failed' | 'none',
  after: TestState | undefined,
];

const ROWS: readonly Row[] = [
  ['ok', 'finished', 'passed', 'ok'],
  ['ok', 'finished', 'failed', 'failed'],
  ['ok', 'finished', 'none', 'ok'],
  ['ok', 'error', 'none', 'broken'],
  ['failed', 'finished', 'passed', 'ok'],
  // Nothing was judged, so nothing says that it passes.
  ['failed', 'finished', 'none', undefined],
  ['failed', 'error', 'none', 'broken'],
  ['broken', 'finished', 'none', 'ok'],
  ['broken', 'finished', 'failed', 'failed'],
  // By a person.
  ['ok', 'stopped', 'none', undefined],
  ['failed', 'stopped', 'none', undefined],
  ['broken', 'stopped', 'none', undefined],
  // By a condition of `stopWhen`.
  ['ok', 'stopped', 'failed', 'failed'],
  ['failed', 'skipped', 'none', undefined],
  ['broken', 'skipped', 'none', undefined],
];

describe('stateAfter', () => {
  it.each(ROWS)(
    'a test that is %s, after a run that was %s with verdict %s, is %s',
    (before, phase, verdict, after) => {
      expect(stateAfter(before, { phase, verdict })).toBe(after);
    },
  );
});
