import type { Point } from 'backstage-plugin-locust-common';
import { EndpointPoints, MAX_ENDPOINTS } from '../runs/EndpointPoints';
import type { RunFigures } from '../runs/RunStore';
import { describeHistory } from './__testUtils__/historyOn';
import { runStart } from './__testUtils__/runStart';
import { MAX_PORTIONS } from './EndpointCourses';

const A = { method: 'GET', name: '/a "name" | 🛒' };
const B = { method: '', name: 'a task' };

const point = (elapsedSeconds: number): Point => ({
  elapsedSeconds,
  users: 10,
  rps: 5.25,
  failuresPerSecond: 0,
  avg: 12.5,
  requests: Math.floor(elapsedSeconds) * 5,
});

const course = (
  endpoint: typeof A,
  ...seconds: readonly number[]
): EndpointPoints => ({ ...endpoint, interval: 1, points: seconds.map(point) });

const figures = (...endpointPoints: readonly EndpointPoints[]): RunFigures => ({
  points: [],
  requests: [],
  errors: [],
  exceptions: [],
  endpointPoints,
});

const WHOLE_LOG = { lines: [], omitted: 0, complete: true };

describeHistory('the courses of endpoints', history => {
  const save = (...endpointPoints: readonly EndpointPoints[]) =>
    history.store.saveFigures('run1', figures(...endpointPoints));
  const portions = async () =>
    (await history.knex('run_endpoint_points').where('run_id', 'run1')).length;

  beforeEach(async () => {
    await history.store.begin(runStart());
  });

  it('grow with each portion', async () => {
    await save(course(A, 2), course(B, 2.5));
    await save(course(A, 4));
    await save();
    const { store } = history;
    expect(await store.endpointPoints('run1')).toEqual([
      course(A, 2, 4),
      course(B, 2.5),
    ]);
    expect(await store.endpointsWithPoints('run1')).toEqual([A, B]);
    expect(await store.pointsOf('run1', A)).toEqual([point(2), point(4)]);
    expect(await portions()).toBe(2);
  });

  it('do not change when they are told again, in other portions', async () => {
    await save(course(A, 2), course(B, 2));
    await save(course(A, 4));
    await save(course(A, 2, 4, 6), course(B, 2));
    await save(course(A, 6));
    const { store } = history;
    expect(await store.endpointPoints('run1')).toEqual([
      course(A, 2, 4, 6),
      course(B, 2),
    ]);
    await store.saveLog('run1', WHOLE_LOG);
    await save(course(A, 2, 4), course(B, 2));
    await store.saveLog('run1', WHOLE_LOG);
    expect(await store.endpointPoints('run1')).toEqual([
      course(A, 2, 4, 6),
      course(B, 2),
    ]);
    expect(await portions()).toBe(1);
  });

  it('are given from a moment on', async () => {
    await save(course(A, 2, 4.25), course(B, 2));
    await save(course(A, 4.75, 6));
    const { store } = history;
    expect(await store.pointsOf('run1', A, 4.25)).toEqual([
      point(4.75),
      point(6),
    ]);
    expect(await store.pointsOf('run1', A, 6)).toEqual([]);
    expect(await store.pointsOf('run1', B, 100)).toEqual([]);
    await store.saveLog('run1', WHOLE_LOG);
    expect(await store.pointsOf('run1', A, 4.25)).toEqual([
      point(4.75),
      point(6),
    ]);
  });

  it('are not there of another endpoint, or another run', async () => {
    await save(course(A, 2));
    const { store } = history;
    expect(await store.pointsOf('run1', B)).toBeUndefined();
    expect(await store.pointsOf('run1', { ...A, method: '' })).toBeUndefined();
    expect(await store.pointsOf('run1', B, 1)).toBeUndefined();
    expect(await store.pointsOf('run2', A)).toBeUndefined();
    expect(await store.endpointPoints('run2')).toEqual([]);
    expect(await store.endpointsWithPoints('run2')).toEqual([]);
  });

  it('are put together before there are many portions', async () => {
    const seconds = Array.from(
      { length: MAX_PORTIONS + 5 },
      (_, index) => 2 * index,
    );
    let most = 0;
    for (const second of seconds) {
      await save(course(A, second));
      most = Math.max(most, await portions());
    }
    expect(most).toBe(MAX_PORTIONS - 1);
    expect(await history.store.endpointPoints('run1')).toEqual([
      course(A, ...seconds),
    ]);
  });

  it('are put together at once where a log was read again from its start', async () => {
    // Figures that do not compress, like those of many endpoints of a long run.
    const large = Array.from({ length: MAX_ENDPOINTS }, (_, index) => ({
      method: 'GET',
      name: `/${index}`,
      interval: 1,
      points: Array.from({ length: 400 }, (__, second) => ({
        ...point(second),
        rps: Math.random(),
        avg: Math.random(),
      })),
    }));
    await save(...large);
    await save(...large);
    expect(await portions()).toBe(1);
    expect(await history.store.endpointPoints('run1')).toEqual(large);
  });

  it('are put together when the log has come to its end', async () => {
    await save(course(A, 2));
    await save(course(A, 4));
    await history.store.saveLog('run1', { ...WHOLE_LOG, complete: false });
    expect(await portions()).toBe(2);
    await history.store.saveLog('run1', WHOLE_LOG);
    expect(await portions()).toBe(1);
    expect(await history.store.endpointPoints('run1')).toEqual([
      course(A, 2, 4),
    ]);
  });

  it('lose nothing and double nothing where a process dies while it puts them together', async () => {
    await save(course(A, 2));
    await save(course(A, 4));
    const fails = jest
      .spyOn(JSON, 'stringify')
      .mockImplementationOnce(JSON.stringify)
      .mockImplementationOnce(() => {
        throw new Error('It is gone');
      });
    try {
      await expect(history.store.saveLog('run1', WHOLE_LOG)).rejects.toThrow(
        'It is gone',
      );
    } finally {
      fails.mockRestore();
    }
    expect(await history.store.isComplete('run1')).toBe(false);
    expect(await history.store.endpointPoints('run1')).toEqual([
      course(A, 2, 4),
    ]);
  });

  it('are all there when several replicas write them at the same time', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        save(course(A, 2 * index), course(B, 2 * index)),
      ),
    );
    const seconds = Array.from({ length: 10 }, (_, index) => 2 * index);
    expect(
      [...(await history.store.endpointPoints('run1'))].sort((a, b) =>
        a.name < b.name ? -1 : 1,
      ),
    ).toEqual([course(A, ...seconds), course(B, ...seconds)]);
  });

  it('go with the run', async () => {
    await save(course(A, 2));
    await history.store.delete('run1');
    expect(await portions()).toBe(0);
    await save(course(A, 4));
    expect(await portions()).toBe(0);
  });
});
