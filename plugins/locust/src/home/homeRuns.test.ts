import { aRun } from '../fake/aRun';
import { homeRuns } from './homeRuns';

describe('homeRuns', () => {
  const ids = (runs: readonly { readonly id: string }[]) =>
    runs.map(run => run.id);

  it('puts each test at one place by its last end, and what goes apart', () => {
    const { failing, running, last } = homeRuns([
      aRun({ id: 'a3', test: 'a', phase: 'running' }),
      aRun({ id: 'a2', test: 'a', phase: 'finished', verdict: 'failed' }),
      aRun({ id: 'b2', test: 'b', phase: 'finished', verdict: 'passed' }),
      aRun({ id: 'c1', test: 'c', phase: 'error', verdict: 'none' }),
      aRun({ id: 'b1', test: 'b', phase: 'finished', verdict: 'failed' }),
      aRun({ id: 'a1', test: 'a', phase: 'finished', verdict: 'passed' }),
      aRun({ id: 'd1', test: 'd', phase: 'stopped', verdict: 'none' }),
    ]);
    expect(ids(failing)).toEqual(['a2', 'c1']);
    expect(ids(running)).toEqual(['a3']);
    expect(ids(last)).toEqual(['b2', 'd1']);
  });

  it('keeps tests of the same name in other entities apart', () => {
    const ended = { test: 'a', phase: 'finished', verdict: 'failed' } as const;
    const { failing } = homeRuns([
      aRun({ ...ended, id: 'x', entityRef: 'component:default/x' }),
      aRun({ ...ended, id: 'y', entityRef: 'component:default/y' }),
    ]);
    expect(ids(failing)).toEqual(['x', 'y']);
  });

  it('shows five of each', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      aRun({ id: String(index), test: String(index), phase: 'stopped' }),
    );
    expect(homeRuns(many).last).toHaveLength(5);
  });
});
