import { parseThreshold } from './parseThreshold';
import { ThresholdError } from './ThresholdReader';
import { tryThreshold } from './tryThreshold';

describe('tryThreshold', () => {
  it('gives what was read', () => {
    expect(tryThreshold(parseThreshold, 'rps > 5')).toEqual({
      read: parseThreshold('rps > 5'),
    });
  });

  it('gives the mistake and where it is', () => {
    const { read, mistake } = tryThreshold(parseThreshold, 'rps >> 5');
    expect(read).toBeUndefined();
    expect(mistake).toBeInstanceOf(ThresholdError);
    expect(mistake).toMatchObject({ index: 5 });
  });

  it('hides no other error', () => {
    const parse = () => {
      throw new TypeError('broken');
    };
    expect(() => tryThreshold(parse, 'rps > 5')).toThrow('broken');
  });
});
