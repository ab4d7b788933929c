import { readWait } from './readWait';

describe('readWait', () => {
  it.each([
    [undefined, 0],
    ['0', 0],
    ['30', 30_000],
    ['30s', 30_000],
    ['60s', 60_000],
  ])('takes %s for %d ms', (text, milliseconds) => {
    expect(readWait(text)).toBe(milliseconds);
  });

  it.each(['', '61', '1000000', '-1', '1.5', '30m', ' 5', 's', 'NaN'])(
    'refuses "%s" and says what would be accepted',
    text => {
      expect(() => readWait(text)).toThrow(
        `wait: "${text}" was refused; write whole seconds from 0 to 60, such as 30 or 30s`,
      );
    },
  );
});
