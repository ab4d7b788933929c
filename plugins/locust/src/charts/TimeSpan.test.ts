import { toSamples } from './Samples';
import { timeTicks } from './timeTicks';
import {
  movedBy,
  samplesWithin,
  spanFrom,
  spanWithin,
  withSpan,
  zoomedIn,
  zoomedOut,
} from './TimeSpan';

const WHOLE = { from: 0, to: 600 };

describe('the stretch that a URL names', () => {
  it.each([
    ['from=60&to=120', { from: 60, to: 120 }],
    ['from=120&to=60', { from: 60, to: 120 }],
    ['from=60&to=9000', { from: 60, to: 600 }],
    ['from=0&to=600', undefined],
    ['from=60', undefined],
    ['to=60', undefined],
    ['from=a&to=b', undefined],
    ['from=&to=60', undefined],
    ['from=-5&to=60', undefined],
    ['from=60&to=61', undefined],
    ['from=700&to=800', undefined],
    ['from=10&to=Infinity', undefined],
  ])('%s is %j', (search, span) => {
    expect(spanFrom(new URLSearchParams(search), WHOLE)).toEqual(span);
  });

  it('is read as it was written, and leaves the rest alone', () => {
    const params = withSpan(new URLSearchParams('endpoint=GET+%2F'), {
      from: 61,
      to: 99,
    });
    expect(spanFrom(params, WHOLE)).toEqual({ from: 61, to: 99 });
    expect(withSpan(params, undefined).toString()).toBe('endpoint=GET+%2F');
  });
});

describe('zooming', () => {
  it('takes in every moment that was chosen, whole seconds', () => {
    expect(spanWithin({ from: 99.9, to: 61.2 }, WHOLE)).toEqual({
      from: 61,
      to: 100,
    });
  });

  it('in leaves the moment under the crosshair where it is', () => {
    expect(zoomedIn(WHOLE, 150)).toEqual({ from: 75, to: 375 });
    expect(zoomedIn(WHOLE, 600)).toEqual({ from: 300, to: 600 });
  });

  it('in comes to an end', () => {
    let span: { from: number; to: number } = WHOLE;
    for (let step = 0; step < 30; step++) {
      span = zoomedIn(span, 201);
    }
    expect(span.to - span.from).toBeGreaterThanOrEqual(4);
    expect(span.to - span.from).toBeLessThanOrEqual(6);
    expect(spanWithin(span, WHOLE)).toEqual(span);
  });

  it('out comes to the whole', () => {
    expect(zoomedOut({ from: 75, to: 225 }, WHOLE)).toEqual({
      from: 0,
      to: 300,
    });
    expect(zoomedOut({ from: 500, to: 600 }, WHOLE)).toEqual({
      from: 400,
      to: 600,
    });
    expect(zoomedOut({ from: 0, to: 300 }, WHOLE)).toBeUndefined();
  });

  it('moves as far as the run goes', () => {
    expect(movedBy({ from: 100, to: 200 }, 1, WHOLE)).toEqual({
      from: 150,
      to: 250,
    });
    expect(movedBy({ from: 20, to: 120 }, -1, WHOLE)).toEqual({
      from: 0,
      to: 100,
    });
    expect(movedBy({ from: 480, to: 580 }, 1, WHOLE)).toEqual({
      from: 500,
      to: 600,
    });
  });
});

describe('the samples of a stretch', () => {
  const samples = toSamples(
    Array.from({ length: 11 }, (_, place) => [place * 10, place]),
  );

  it.each([
    [{ from: 20, to: 40 }, false, [20, 30, 40]],
    [{ from: 21, to: 39 }, false, [30]],
    [{ from: 21, to: 29 }, false, []],
    [{ from: 21, to: 29 }, true, [20, 30]],
    [{ from: 20, to: 40 }, true, [10, 20, 30, 40, 50]],
    [{ from: 0, to: 100 }, true, [...samples.seconds]],
  ])('of %j, with the next ones: %s', (span, withNext, seconds) => {
    expect([...samplesWithin(samples, span, withNext).seconds]).toEqual(
      seconds,
    );
  });
});

describe('the times on the axis', () => {
  it.each([
    [{ from: 0, to: 20 }, [0, 5, 10, 15, 20]],
    [{ from: 0, to: 600 }, [0, 120, 240, 360, 480, 600]],
    [{ from: 61, to: 99 }, [70, 80, 90]],
  ])('of %j are round', (span, ticks) => {
    expect(timeTicks(span, 6)).toEqual(ticks);
  });
});
