import { MAX_ENDPOINT_POINTS, MAX_ENDPOINTS } from '../runs/EndpointPoints';
import { MasterLog } from './MasterLog';

/** A reporter's lines, numbered as it numbers them. */
class Told {
  private readonly log = new MasterLog();
  private n = 0;

  /** @param more - over a test that goes on, with five users and one request a second */
  total(elapsed: number, more: object = {}): this {
    return this.line({
      kind: 'total',
      elapsed,
      time: 1000 + elapsed,
      state: 'running',
      users: 5,
      statistics: { requests: 9, failures: 0, rps: 1, failuresPerSecond: 0 },
      ...more,
    });
  }

  /** @param requests - that there were by then, a tenth of that in a second */
  entry(name: string, elapsed: number, requests: number, more = {}): this {
    return this.line({
      kind: 'entry',
      method: 'GET',
      name,
      time: 1000 + elapsed,
      statistics: {
        requests,
        failures: 1,
        avg: 12.3456,
        rps: requests / 10,
        failuresPerSecond: 0.1,
      },
      ...more,
    });
  }

  /** A line that is not there any more. */
  lost(): this {
    this.n += 1;
    return this;
  }

  get courses() {
    return this.log.outcome().endpointPoints;
  }

  /** Elapsed seconds and rate of each point. */
  rates(name: string): readonly (readonly [number, number])[] | undefined {
    return this.courses
      .find(it => it.name === name)
      ?.points.map(it => [it.elapsedSeconds, it.rps]);
  }

  private line(record: object): this {
    const numbered = { v: 1, n: this.n, final: false, ...record };
    this.log.line(`@@locust ${JSON.stringify(numbered)}`);
    this.n += 1;
    return this;
  }
}

describe('the courses of endpoints by the reporter', () => {
  it('have what is told of each, at the moment of the total before it', () => {
    const told = new Told()
      .total(2)
      .entry('/a', 2.01, 10, { recent: { median: 11, p95: 30.256 } })
      .entry('/b', 2.02, 20)
      .total(4, { users: 7 })
      .entry('/a', 4.01, 30);
    const whole = { failuresPerSecond: 0.1, avg: 12.35, failures: 1 };
    expect(told.courses).toEqual([
      {
        method: 'GET',
        name: '/a',
        interval: 1,
        points: [
          {
            ...whole,
            elapsedSeconds: 2,
            users: 5,
            rps: 1,
            median: 11,
            p95: 30.26,
            requests: 10,
          },
          { ...whole, elapsedSeconds: 4, users: 7, rps: 3, requests: 30 },
        ],
      },
      {
        method: 'GET',
        name: '/b',
        interval: 1,
        points: [
          { ...whole, elapsedSeconds: 2, users: 5, rps: 2, requests: 20 },
        ],
      },
    ]);
  });

  it('go on between totals that come more rarely', () => {
    const told = new Told()
      .total(2)
      .entry('/a', 2.9, 10)
      .entry('/a', 6, 20)
      .total(10)
      .entry('/a', 10, 30);
    expect(told.rates('/a')).toEqual([
      [2, 1],
      [6, 2],
      [10, 3],
    ]);
  });

  it('begin with the test and end with it', () => {
    const told = new Told()
      .total(0, { elapsed: null, state: 'ready' })
      .entry('/a', 0, 1)
      .total(2)
      .entry('/a', 2, 10)
      .total(4, { state: 'stopped' })
      .entry('/a', 4, 20)
      .entry('/a', 4, 30, { final: true })
      .total(5, { final: true });
    expect(told.rates('/a')).toEqual([[2, 1]]);
  });

  it('are at 0 once an endpoint had no request for so long that none is counted', () => {
    const told = new Told().total(0).entry('/login', 0, 10).entry('/a', 0, 1);
    for (let second = 2; second <= 20; second += 2) {
      told.total(second).entry('/a', second, second);
    }
    told.total(22).entry('/login', 22, 20).total(24);
    expect(told.rates('/login')).toEqual([
      [0, 1],
      [16, 0],
      [18, 0],
      [20, 0],
      [22, 2],
    ]);
  });

  it('are not said to be at 0 where it may not have been the turn of endpoints', () => {
    const told = new Told().total(0).entry('/a', 0, 1);
    for (let second = 2; second <= 60; second += 2) {
      told.total(second);
    }
    expect(told.rates('/a')).toEqual([[0, 0.1]]);
  });

  it('are not said to be at 0 where the line that says otherwise may be lost', () => {
    const told = new Told().total(0).entry('/rare', 0, 10);
    for (let second = 2; second <= 14; second += 2) {
      told.total(second).entry('/a', second, second);
    }
    told.lost();
    for (let second = 16; second <= 32; second += 2) {
      told.total(second).entry('/a', second, second);
    }
    expect(told.rates('/rare')).toEqual([
      [0, 1],
      [30, 0],
    ]);
  });

  it('are at 0 all of them where the whole test is', () => {
    const quiet = { requests: 9, failures: 0, rps: 0, failuresPerSecond: 0 };
    const told = new Told()
      .total(0)
      .entry('/a', 0, 10)
      .entry('/b', 0, 10)
      .total(2, { statistics: quiet })
      .total(4, { statistics: quiet })
      .total(6);
    const course = [
      [0, 1],
      [2, 0],
      [4, 0],
    ];
    expect([told.rates('/a'), told.rates('/b')]).toEqual([course, course]);
  });

  it('are kept of the first endpoints only', () => {
    const told = new Told().total(0).entry('/first', 0, 1).total(2);
    for (let index = 0; index < 200; index++) {
      told.entry(`/${index}`, 2, 10);
    }
    expect(told.courses.map(it => it.name)).toEqual([
      '/first',
      ...Array.from({ length: MAX_ENDPOINTS - 1 }, (_, index) => `/${index}`),
    ]);
  });

  it('are of no more than so many points after days', () => {
    const told = new Told();
    for (let second = 0; second < 100_000; second += 20) {
      told.total(second).entry('/a', second, second);
    }
    const [{ points, interval }] = told.courses;
    expect(points.length).toBeLessThanOrEqual(MAX_ENDPOINT_POINTS);
    expect(points.length).toBeGreaterThan(MAX_ENDPOINT_POINTS / 2);
    expect(points[0].elapsedSeconds).toBe(0);
    expect(points[points.length - 1].elapsedSeconds).toBe(99_980);
    expect(interval).toBe(256);
  });
});
