import { deadlinesOf } from './deadlines';
import { ENGINE_DEFAULTS } from './EngineConfig';

describe('deadlinesOf', () => {
  it.each([
    ['the defaults', {}, 300, 300, 900],
    ['seconds without a unit', { runTime: '300' }, 300, 300, 900],
    [
      'a run longer than a day, where the original wrapped',
      { runTime: '25h' },
      90_000,
      300,
      90_600,
    ],
    [
      'a shorter wait for workers',
      { runTime: '1m', workersReadyTimeout: '30s' },
      60,
      30,
      390,
    ],
    [
      'no run time, bounded by the configured longest',
      { runTime: '' },
      undefined,
      300,
      86_400 + 600,
    ],
  ])('reckons %s', (_what, spec, runTime, workersReady, pod) => {
    expect(deadlinesOf(spec, ENGINE_DEFAULTS)).toEqual({
      runTime,
      workersReady,
      pod,
      // The Job's deletes the pod with its log, so it comes a minute later.
      job: pod + 60,
    });
  });
});
