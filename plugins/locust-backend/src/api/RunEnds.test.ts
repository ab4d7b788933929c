import type { Run, RunPhase } from 'backstage-plugin-locust-common';
import { RunEnds } from './RunEnds';

const run = (phase: RunPhase): Run => ({ id: 'a', phase } as Run);
const NEVER = new AbortController().signal;
const MINUTE = 60_000;

/** Ends of one run, which the test says the state of. */
function endsOf(...states: readonly (Run | undefined | Error)[]) {
  let reads = 0;
  const ends = new RunEnds({
    intervalMs: 5,
    read: async () => {
      const state = states[Math.min(reads, states.length - 1)];
      reads += 1;
      if (state instanceof Error) {
        throw state;
      }
      return state;
    },
  });
  return { ends, reads: () => reads };
}

describe('RunEnds', () => {
  it('waits until the run has ended', async () => {
    const { ends, reads } = endsOf(
      run('running'),
      run('stopping'),
      run('stopped'),
    );
    expect(await ends.after(run('starting'), MINUTE, NEVER)).toEqual(
      run('stopped'),
    );
    expect(reads()).toBe(3);
    expect(ends.watched).toBe(0);
  });

  it('does not wait for a run that has ended, for no time, or for who has gone', async () => {
    const { ends, reads } = endsOf(run('finished'));
    const gone = AbortSignal.abort();
    expect(await ends.after(run('error'), MINUTE, NEVER)).toEqual(run('error'));
    expect(await ends.after(run('running'), 0, NEVER)).toEqual(run('running'));
    expect(await ends.after(run('running'), MINUTE, gone)).toEqual(
      run('running'),
    );
    expect(reads()).toBe(0);
  });

  it('tells a run that was deleted', async () => {
    const { ends } = endsOf(run('running'), undefined);
    expect(await ends.after(run('running'), MINUTE, NEVER)).toBeUndefined();
  });

  it('reads a run once for all who wait for it', async () => {
    const { ends, reads } = endsOf(run('running'), run('finished'));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        ends.after(run('running'), MINUTE, NEVER),
      ),
    );
    expect(answers).toEqual(Array(50).fill(run('finished')));
    expect(reads()).toBe(2);
  });

  it('lets one go whose time is over, with the run as it was seen last, while others wait on', async () => {
    const { ends } = endsOf(run('stopping'));
    const gone = new AbortController();
    const long = ends.after(run('running'), MINUTE, gone.signal);
    expect(await ends.after(run('running'), 200, NEVER)).toEqual(
      run('stopping'),
    );
    expect(ends.watched).toBe(1);
    gone.abort();
    expect(await long).toEqual(run('stopping'));
    expect(ends.watched).toBe(0);
  });

  it('watches again for who comes after the last one has gone', async () => {
    const { ends } = endsOf(run('running'), run('finished'));
    const gone = new AbortController();
    const first = ends.after(run('running'), MINUTE, gone.signal);
    gone.abort();
    await first;
    expect(await ends.after(run('running'), MINUTE, NEVER)).toEqual(
      run('finished'),
    );
    expect(ends.watched).toBe(0);
  });

  it('waits on while the database cannot be read', async () => {
    const { ends } = endsOf(new Error('away'), run('finished'));
    expect(await ends.after(run('running'), MINUTE, NEVER)).toEqual(
      run('finished'),
    );
  });
});
