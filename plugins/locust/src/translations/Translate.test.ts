import { inEnglish, inGerman } from '../__testUtils__/translate';

describe('a text', () => {
  it('is said with its gaps filled, and a number as it counts', () => {
    expect(inEnglish('terms.workerCount', { count: 1 })).toBe('1 worker');
    expect(inEnglish('terms.workerCount', { count: 1200 })).toBe(
      '1,200 workers',
    );
    expect(inGerman('compare.runCount', { number: '3' })).toBe('3 Läufe');
  });

  it('is not said where the compiler knows it wrong', () => {
    const wrong = [
      // @ts-expect-error there is no such text
      () => inEnglish('terms.nothing'),
      // @ts-expect-error its gap is not filled
      () => inEnglish('compare.runCount'),
      // @ts-expect-error its gap has another name
      () => inEnglish('compare.runCount', { count: 3 }),
      // @ts-expect-error what counts is a number
      () => inEnglish('terms.workerCount', { count: '3' }),
    ];
    expect(wrong).toHaveLength(4);
  });
});
