import { NotFoundError } from '@backstage/errors';
import { askPlugin } from './askPlugin';

const reset = Object.assign(new Error('read ECONNRESET'), {
  code: 'ECONNRESET',
});
/** As `fetch` has it. */
const failed = new TypeError('fetch failed', { cause: reset });

/** Answers one after the other; what is an error is thrown. */
function answering(...answers: readonly unknown[]) {
  const left = [...answers];
  return jest.fn(async () => {
    const answer = left.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
}

describe('askPlugin', () => {
  it('asks once where there is an answer', async () => {
    const ask = answering('it');
    expect(await askPlugin('the catalog', ask)).toBe('it');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it.each([reset, failed])(
    'asks once more where the connection breaks: %s',
    async error => {
      expect(await askPlugin('the catalog', answering(error, 'it'))).toBe('it');
    },
  );

  it('says whom it could not ask where it breaks again', async () => {
    const ask = answering(reset, failed, 'too late');
    await expect(askPlugin('the catalog', ask)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/^Could not ask the catalog: /),
    });
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('leaves what the other one says as it is, the first time and the second', async () => {
    const refusal = new NotFoundError('no such thing');
    await expect(askPlugin('the catalog', answering(refusal))).rejects.toBe(
      refusal,
    );
    await expect(
      askPlugin('the catalog', answering(reset, refusal)),
    ).rejects.toBe(refusal);
  });
});
