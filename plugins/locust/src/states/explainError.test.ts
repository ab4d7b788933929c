import { inEnglish, inGerman } from '../__testUtils__/translate';
import { refusal } from '../fake/refusal';
import { isForbidden } from './ClusterNotice';
import { explainError } from './explainError';

describe('explainError', () => {
  it.each([
    [403, 'NotAllowedError', 'noPermission'],
    [404, 'NotFoundError', 'notFound'],
    [503, 'ServiceUnavailableError', 'clusterUnreachable'],
    [504, 'Error', 'backendAway'],
    [500, 'Error', 'other'],
    [400, 'InputError', 'other'],
  ])('reads %d %s as %s', async (status, name, kind) => {
    const error = await refusal(status, name, 'Because of this.');
    expect(explainError(error, inEnglish)).toEqual({
      kind,
      message: 'Because of this.',
    });
  });

  it('knows when nothing answered', () => {
    expect(explainError(new TypeError('Failed to fetch'), inGerman)).toEqual({
      kind: 'backendAway',
      message: 'Das Backend des Portals antwortet nicht.',
    });
  });

  it('says the message of any other error', () => {
    expect(explainError(new Error('Odd.'), inEnglish)).toEqual({
      kind: 'other',
      message: 'Odd.',
    });
  });
});

describe('isForbidden', () => {
  it.each([
    ['The portal may not list locusts (forbidden).', true],
    ['Its certificate has expired.', false],
  ])('"%s" is %s', (message, forbidden) => {
    expect(isForbidden(message)).toBe(forbidden);
  });
});
