import fc from 'fast-check';
import { extendCourse, MOST_PARTS } from './P95Course';

function point(elapsedSeconds: number, p95?: number) {
  return { elapsedSeconds, p95 };
}

describe('extendCourse', () => {
  it('has nothing to tell where nothing was answered', () => {
    expect(extendCourse(undefined, [])).toBeUndefined();
    expect(extendCourse(undefined, [point(1), point(3)])).toBeUndefined();
  });

  it('keeps the highest of each part, and nothing for one without answers', () => {
    expect(
      extendCourse(undefined, [
        point(0.4, 100),
        point(1.4, 140),
        point(3.4),
        point(4.4, 90),
      ]),
    ).toEqual({ partSeconds: 2, highest: [140, null, 90] });
  });

  it('makes its parts longer as the run does', () => {
    const course = extendCourse(
      undefined,
      Array.from({ length: 600 }, (_, second) => point(second, second)),
    );
    expect(course?.partSeconds).toBe(32);
    expect(course?.highest).toHaveLength(19);
    expect(course?.highest[0]).toBe(31);
    expect(course?.highest[18]).toBe(599);
  });

  it('is the same course where nothing is new', () => {
    const course = extendCourse(undefined, [point(1, 100), point(3, 120)]);
    expect(extendCourse(course, [point(1, 100), point(2, 80)])).toBe(course);
  });

  it('comes out the same in whatever order, portions and repetitions points come', () => {
    const points = fc.array(
      fc.record({
        elapsedSeconds: fc.double({ min: 0, max: 100_000, noNaN: true }),
        p95: fc.option(fc.nat(10_000), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(points, fc.nat(200), (all, cut) => {
        const whole = extendCourse(undefined, all);
        const portions = extendCourse(
          extendCourse(undefined, all.slice(cut).reverse()),
          all.slice(0, cut + 1),
        );
        expect(portions).toEqual(whole);
        expect(whole?.highest.length ?? 0).toBeLessThanOrEqual(MOST_PARTS);
      }),
    );
  });
});
