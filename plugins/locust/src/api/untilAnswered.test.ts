import { untilAnswered } from './untilAnswered';

const answer = (status: number, type: string) =>
  new Response('{}', { status, headers: { 'content-type': type } });

const ANSWERED = answer(201, 'application/json');
const NO_REPLICA = answer(502, 'text/html');

describe('untilAnswered', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function sent(...answers: ReadonlyArray<Response | Error>) {
    const send = jest.fn();
    answers.forEach(it =>
      'message' in it
        ? send.mockRejectedValueOnce(it)
        : send.mockResolvedValueOnce(it),
    );
    const outcome = untilAnswered(send).then(
      value => ({ value }),
      error => ({ error }),
    );
    await jest.runAllTimersAsync();
    return { ...(await outcome), times: send.mock.calls.length };
  }

  it.each([
    ['a replica has ended', NO_REPLICA],
    ['all of them are full', answer(503, 'text/plain')],
    ['an answer took too long', answer(504, 'text/html')],
    ['the network is gone', new TypeError('Failed to fetch')],
  ])('sends again where %s', async (_what, first) => {
    expect(await sent(first, first, ANSWERED)).toEqual({
      value: ANSWERED,
      times: 3,
    });
  });

  it.each([
    ['what the portal made', ANSWERED],
    ['what it refused', answer(403, 'application/json')],
    [
      'that it cannot reach the cluster',
      answer(503, 'application/json; charset=utf-8'),
    ],
    ['its own fault', answer(500, 'text/html')],
  ])('takes %s for an answer', async (_what, first) => {
    expect(await sent(first, ANSWERED)).toEqual({ value: first, times: 1 });
  });

  it('gives up in seconds, with what was said last', async () => {
    expect(await sent(NO_REPLICA, NO_REPLICA, NO_REPLICA, ANSWERED)).toEqual({
      value: NO_REPLICA,
      times: 3,
    });
    const gone = new TypeError('Failed to fetch');
    expect(await sent(gone, gone, gone, ANSWERED)).toEqual({
      error: gone,
      times: 3,
    });
  });

  it('does not hide a mistake of its own', async () => {
    const mistake = new Error('No such plugin');
    expect(await sent(mistake, ANSWERED)).toEqual({ error: mistake, times: 1 });
  });
});
