import { FakeClock } from '../kube/testing/FakeClock';
import { DatabaseProbe } from './DatabaseProbe';

function setUp(ping: () => Promise<void>) {
  const clock = new FakeClock();
  const stopping = new AbortController();
  const probe = new DatabaseProbe({ ping: () => ping(), clock });
  const running = probe.run(stopping.signal);
  return {
    clock,
    probe,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

describe('the probe of the database', () => {
  it('asks every fifteen seconds and knows how long it took', async () => {
    let asked = 0;
    const { clock, probe, stop } = setUp(async () => {
      asked += 1;
    });
    expect(probe.database).toBeUndefined();
    await clock.advance(31_000);
    expect(asked).toBe(3);
    expect(probe.database).toEqual({ kind: 'answers', tookMs: 0 });
    await stop();
    expect(clock.timers).toBe(0);
  });

  it('knows why and since when it is away, and that it is back', async () => {
    let refusal: Error | undefined = new Error('connection refused');
    const { clock, probe, stop } = setUp(async () => {
      if (refusal) {
        throw refusal;
      }
    });
    await clock.advance(0);
    const since = clock.wall();
    await clock.advance(30_000);
    expect(probe.database).toEqual({
      kind: 'away',
      message: expect.stringContaining('connection refused'),
      since,
    });
    refusal = undefined;
    await clock.advance(15_000);
    expect(probe.database).toMatchObject({ kind: 'answers' });
    await stop();
  });

  it('takes one that does not answer for away, and asks it nothing more until it does', async () => {
    let asked = 0;
    let answer = () => {};
    const { clock, probe, stop } = setUp(() => {
      asked += 1;
      return new Promise<void>(resolve => {
        answer = resolve;
      });
    });
    await clock.advance(60_000);
    expect(asked).toBe(1);
    expect(probe.database).toMatchObject({
      kind: 'away',
      message: 'no answer within 5 s',
    });
    answer();
    await clock.advance(20_000);
    expect(asked).toBe(2);
    await stop();
  });
});
