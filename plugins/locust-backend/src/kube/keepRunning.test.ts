import { keepRunning } from './keepRunning';
import { FakeClock, settled } from './testing/FakeClock';

function setUp(loop: (signal: AbortSignal) => Promise<void>) {
  const clock = new FakeClock();
  const ending = new AbortController();
  const deaths: string[] = [];
  const kept = keepRunning(loop, {
    clock,
    signal: ending.signal,
    onDeath: error => {
      deaths.push(String(error));
      throw new Error('the log is full');
    },
  });
  return { clock, ending, deaths, kept };
}

describe('keepRunning', () => {
  it('starts a loop that throws again after a second, and says why it died', async () => {
    let starts = 0;
    const { clock, deaths } = setUp(async () => {
      starts += 1;
      throw new Error('no');
    });
    await clock.advance(999);
    expect(starts).toBe(1);
    await clock.advance(1);
    expect(starts).toBe(2);
    expect(deaths).toEqual(['Error: no', 'Error: no']);
  });

  it('takes a loop that returns unasked for dead', async () => {
    const { deaths } = setUp(async () => {});
    await settled();
    expect(deaths).toEqual(['Error: it returned']);
  });

  it('ends with its signal, also in the middle of the delay', async () => {
    const { clock, ending, kept, deaths } = setUp(async () => {
      throw new Error('no');
    });
    await settled();
    ending.abort();
    await kept;
    expect(deaths).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  it('takes no notice of how a loop ends that was told to', async () => {
    const { ending, kept, deaths } = setUp(
      signal =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    ending.abort();
    await kept;
    expect(deaths).toEqual([]);
  });
});
