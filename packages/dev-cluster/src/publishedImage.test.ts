import { once } from 'node:events';
import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';
import { registryAnswers } from './publishedImage';

async function withServer<T>(
  listener: RequestListener,
  action: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await action(`http://127.0.0.1:${port}/v2/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const answering =
  (status: number): RequestListener =>
  (_, response) =>
    response.writeHead(status).end();

describe('registryAnswers', () => {
  it.each([
    [200, true],
    // A registry asks the anonymous for a token.
    [401, true],
    // Somebody else answers, a proxy or a portal to sign in at.
    [403, false],
    [502, false],
  ])('with status %d is %s', async (status, expected) => {
    expect(
      await withServer(answering(status), url => registryAnswers(url)),
    ).toBe(expected);
  });

  it('is false where nobody listens', async () => {
    const gone = await withServer(answering(200), async url => url);
    expect(await registryAnswers(gone)).toBe(false);
  });

  it('is false where the answer does not come', async () => {
    expect(
      await withServer(
        () => {},
        url => registryAnswers(url, 20),
      ),
    ).toBe(false);
  });
});
