import { aRun } from './__testUtils__/aRun';
import { whyFailed } from './whyFailed';

const reason = { code: 'Because', message: 'the node went away' };

describe('whyFailed', () => {
  it.each([
    [{ phase: 'finished', verdict: 'passed' }, undefined],
    [{ phase: 'finished', verdict: 'none' }, undefined],
    [
      {
        phase: 'finished',
        verdict: 'failed',
        thresholds: [
          { threshold: 'a', passed: false, message: 'a was high' },
          { threshold: 'b', passed: true, message: 'b was low' },
          { threshold: 'c', passed: false, message: 'c was high' },
        ],
      },
      'The load test failed its thresholds: a was high; c was high',
    ],
    [
      { phase: 'stopped', verdict: 'failed', reason },
      'The load test was stopped before its end: the node went away',
    ],
    [{ phase: 'stopped' }, 'The load test was stopped before its end'],
    [
      { phase: 'error', reason },
      'The load test could not be carried out: the node went away',
    ],
    [
      { phase: 'skipped', reason },
      'The load test was not run: the node went away',
    ],
  ] as const)('of %j', (run, expected) => {
    expect(whyFailed(aRun(run as never))).toBe(expected);
  });
});
