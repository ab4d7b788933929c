import { describeHistory } from './__testUtils__/historyOn';
import { T0, later, runStart, statistics } from './__testUtils__/runStart';
import { readRunRecord } from './readRunRecord';

describeHistory('readRunRecord', history => {
  it('reads everything that is kept of a run', async () => {
    const { store } = history;
    const point = {
      elapsedSeconds: 2,
      users: 10,
      rps: 5,
      failuresPerSecond: 0,
    };
    const course = { method: 'GET', name: '/', interval: 1, points: [point] };
    const request = { method: 'GET', name: '/', statistics: statistics() };
    const error = { occurrences: 1, method: 'GET', name: '/', message: 'no' };
    const exception = { occurrences: 1, message: 'no', traceback: 'here' };
    const event = {
      time: later(1),
      type: 'normal' as const,
      reason: 'Started',
      message: 'It started',
    };
    const log = { lines: ['a', 'b'], omitted: 0, complete: true };
    const locustfile = { main: 'a.py', files: { 'a.py': 'x = 1' } };
    const sinceWarmUp = {
      seconds: 30,
      total: statistics({ requests: 3 }),
      requests: [request],
    };
    const thresholds = [
      { threshold: 'p95 < 1s', passed: true, message: 'It was.' },
    ];
    await store.begin(runStart());
    await store.progress('run1', {
      phase: 'finished',
      verdict: 'passed',
      thresholds,
      total: statistics(),
    });
    await store.saveFigures('run1', {
      points: [point],
      endpointPoints: [course],
      requests: [request],
      errors: [error],
      exceptions: [exception],
      sinceWarmUp,
    });
    await store.addEvent('run1', event);
    await store.saveLog('run1', log);
    await store.locustfiles.save('run1', locustfile);
    await store.marks.annotate('run1', { text: 'mine', at: T0 });

    expect(await readRunRecord(store, 'run1')).toEqual({
      run: await store.get('run1'),
      marks: {
        pinned: false,
        baseline: false,
        note: { text: 'mine', at: T0 },
        thresholds,
      },
      points: [point],
      endpointPoints: [course],
      requests: [request],
      errors: [error],
      exceptions: [exception],
      events: [event],
      log,
      locustfile,
      sinceWarmUp,
    });
  });

  it('has nothing where nothing is kept, and no record of a run that is not there', async () => {
    await history.ended({});
    expect(await readRunRecord(history.store, 'run1')).toEqual({
      run: await history.store.get('run1'),
      marks: { pinned: false, baseline: false },
      points: [],
      endpointPoints: [],
      requests: [],
      errors: [],
      exceptions: [],
      events: [],
    });
    expect(await readRunRecord(history.store, 'none')).toBeUndefined();
  });
});
