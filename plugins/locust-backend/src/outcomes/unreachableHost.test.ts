import type { RequestError } from 'backstage-plugin-locust-common';
import { unreachableHost } from './unreachableHost';

const error = (message: string, occurrences = 10): RequestError => ({
  occurrences,
  method: 'GET',
  name: '/',
  message,
});

const ALL_FAILED = { requests: 10, failures: 10 };

describe('unreachableHost', () => {
  it.each([
    ["ConnectionRefusedError(111, 'Connection refused')", { cause: 'refused' }],
    ["gaierror(-2, 'Name or service not known')", { cause: 'unresolved' }],
    ["OSError(113, 'No route to host')", { cause: 'noRoute' }],
    ["TimeoutError('timed out')", { cause: 'timeout' }],
    [
      `ConnectionError(MaxRetryError("HTTPConnectionPool(host='shop', port=8080): Max retries exceeded with url: / (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))"))`,
      { cause: 'refused', host: 'shop:8080' },
    ],
    [
      `ConnectionError(MaxRetryError("HTTPConnectionPool(host='shop.invalid', port=80): Max retries exceeded with url: / (Caused by NameResolutionError(\\"<…>: Failed to resolve 'shop.invalid' ([Errno -2] Name or service not known)\\"))"))`,
      { cause: 'unresolved', host: 'shop.invalid:80' },
    ],
    [
      String.raw`'ConnectionError(MaxRetryError(\'HTTPConnectionPool(host=\\\'127.0.0.1\\\', port=9): Max retries exceeded with url: /fast (Caused by NewConnectionError("HTTPConnection(host=\\\'127.0.0.1\\\', port=9): Failed to establish a new connection: [Errno 111] Connection refused"))\'))'`,
      { cause: 'refused', host: '127.0.0.1:9' },
    ],
    [
      `ConnectTimeout(MaxRetryError("HTTPConnectionPool(host='10.0.0.9', port=80): Max retries exceeded with url: / (Caused by ConnectTimeoutError(…, 'Connection to 10.0.0.9 timed out. (connect timeout=2)'))"))`,
      { cause: 'timeout', host: '10.0.0.9:80' },
    ],
  ])('reads %s', (message, expected) => {
    expect(unreachableHost(ALL_FAILED, [error(message)])).toEqual(expected);
  });

  it('is what most requests failed with, where they failed in several ways', () => {
    expect(
      unreachableHost(ALL_FAILED, [
        error("gaierror(-3, 'Temporary failure in name resolution')", 3),
        error("ConnectionRefusedError(111, 'Connection refused')", 7),
      ]),
    ).toEqual({ cause: 'refused' });
  });

  it.each([
    [
      'a request got through',
      { requests: 11, failures: 10 },
      [error("ConnectionRefusedError(111, 'Connection refused')")],
    ],
    [
      'the host answered, badly',
      ALL_FAILED,
      [
        error("ConnectionRefusedError(111, 'Connection refused')", 9),
        error("HTTPError('503 Server Error')", 1),
      ],
    ],
    ['nobody says how they failed', ALL_FAILED, []],
    ['nothing was asked', { requests: 0, failures: 0 }, []],
    ['nothing is known', undefined, []],
  ])('says nothing where %s', (_what, total, errors) => {
    expect(unreachableHost(total, errors)).toBeUndefined();
  });
});
