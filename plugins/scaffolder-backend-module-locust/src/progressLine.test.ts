import { aRun, FIGURES } from './__testUtils__/aRun';
import { progressLine } from './progressLine';

describe('progressLine', () => {
  it.each([
    [
      {
        phase: 'queued',
        reason: { code: 'Queued', message: '2 runs are before it' },
      },
      'Queued: 2 runs are before it',
    ],
    [
      { phase: 'starting', workersConnected: 1, workersWanted: 4 },
      'Starting: 1 of 4 workers connected',
    ],
    [{ phase: 'running' }, 'Running: no requests yet'],
    [
      { phase: 'running', currentUsers: 5, total: FIGURES },
      'Running: 5 users, 1200 requests, 20.04 per second, 0.5 % failed, p95 120 ms',
    ],
    [{ phase: 'stopping' }, 'Stopping'],
    [
      {
        phase: 'finished',
        currentUsers: 5,
        total: { ...FIGURES, rps: 1234.56, percentiles: {} },
      },
      'Finished: 1200 requests, 1235 per second, 0.5 % failed',
    ],
    [{ phase: 'finished' }, 'Finished: no requests'],
    [{ phase: 'stopped' }, 'Stopped'],
  ] as const)('of %j', (run, expected) => {
    expect(progressLine(aRun(run as never))).toBe(expected);
  });
});
