import { inSentence } from './inSentence';

describe('inSentence', () => {
  it('goes on behind a colon, in one line and without the end of its own', () => {
    expect(
      `No node takes it${inSentence('0/1 nodes are\n available.')}; add one.`,
    ).toBe('No node takes it: 0/1 nodes are available; add one.');
  });

  it.each([undefined, '', ' \n'])('is nothing for %j', message => {
    expect(inSentence(message)).toBe('');
  });

  it('is cut where it is long', () => {
    expect(inSentence('x'.repeat(1000))).toBe(`: ${'x'.repeat(300)}…`);
  });
});
