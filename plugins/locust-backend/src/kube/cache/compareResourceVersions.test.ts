import fc from 'fast-check';
import {
  compareResourceVersions,
  laterResourceVersion,
} from './compareResourceVersions';

describe('compareResourceVersions', () => {
  it('orders versions as numbers, also those beyond what a double holds', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n }),
        fc.bigInt({ min: 0n, max: 2n ** 64n }),
        (a, b) => {
          const order = compareResourceVersions(String(a), String(b))!;
          expect(Math.sign(order)).toBe(Number(a > b) - Number(a < b));
        },
      ),
    );
  });

  it.each(['', 'abc', '-1', '1.5', '007'])('cannot order "%s"', version => {
    expect(compareResourceVersions(version, '5')).toBeUndefined();
    expect(compareResourceVersions(version, version)).toBe(0);
  });

  it('takes the later of two, and the newer word where it cannot tell', () => {
    expect(laterResourceVersion(undefined, '5')).toBe('5');
    expect(laterResourceVersion('10', '9')).toBe('10');
    expect(laterResourceVersion('9', '10')).toBe('10');
    expect(laterResourceVersion('abc', '10')).toBe('10');
  });
});
