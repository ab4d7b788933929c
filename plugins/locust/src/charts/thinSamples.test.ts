import { toSamples } from './Samples';
import { thinSamples } from './thinSamples';

const samples = toSamples(
  Array.from({ length: 1_000 }, (_, second) => [
    second,
    second === 700 ? 9_000 : 300,
  ]),
);

describe('thinSamples', () => {
  it('leaves few as they are', () => {
    const drawn = thinSamples(samples, 1_000, 'mean');
    expect(drawn).toHaveLength(1_000);
    expect(drawn[700]).toEqual({ seconds: 700, value: 9_000 });
  });

  it.each([1, 7, 300, 999])('draws no more than %d', limit => {
    expect(thinSamples(samples, limit, 'mean').length).toBeLessThanOrEqual(
      limit,
    );
  });

  it('keeps a spike, at the moment when it was', () => {
    const drawn = thinSamples(samples, 100, 'highest');
    expect(drawn.find(({ value }) => value === 9_000)?.seconds).toBe(700);
  });

  it('averages what is typical', () => {
    const drawn = thinSamples(samples, 100, 'mean');
    expect(drawn[70].value).toBe((9 * 300 + 9_000) / 10);
  });

  it.each(['mean', 'highest'] as const)('goes on in time by the %s', kept => {
    const times = thinSamples(samples, 77, kept).map(one => one.seconds);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('ends where the run is', () => {
    expect(thinSamples(samples, 300, 'mean').at(-1)?.seconds).toBe(999);
  });

  it('draws nothing of nothing', () => {
    expect(thinSamples(toSamples([]), 300, 'mean')).toEqual([]);
  });
});
