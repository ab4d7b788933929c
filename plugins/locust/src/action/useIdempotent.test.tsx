import { ResponseError } from '@backstage/errors';
import { renderHook } from '@testing-library/react';
import { useIdempotent } from './useIdempotent';

const refusal = (status: number) =>
  ResponseError.fromResponse(
    new Response('{}', { status }) as Parameters<
      typeof ResponseError.fromResponse
    >[0],
  );

describe('useIdempotent', () => {
  async function keysAround(first: () => Promise<unknown>) {
    const { result } = renderHook(() => useIdempotent());
    const keys: string[] = [];
    await result
      .current(key => {
        keys.push(key);
        return first();
      })
      .catch(() => {});
    await result.current(async key => keys.push(key));
    return keys;
  }

  it.each([
    ['was done', async () => 'made'],
    ['was refused', async () => Promise.reject(await refusal(403))],
    [
      'was done otherwise before',
      async () => Promise.reject(await refusal(409)),
    ],
  ])('takes another key once what it sent %s', async (_what, first) => {
    const [one, other] = await keysAround(first);
    expect(one).not.toBe(other);
  });

  it.each([
    ['the network failed', async () => Promise.reject(new TypeError('gone'))],
    ['no backend answered', async () => Promise.reject(await refusal(502))],
    ['the backend failed', async () => Promise.reject(await refusal(500))],
  ])(
    'keeps the key where %s, for it may have been done',
    async (_what, first) => {
      const [one, other] = await keysAround(first);
      expect(one).toBe(other);
    },
  );
});
