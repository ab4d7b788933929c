import { locustFailureReason, unreachableReason } from './locustFailureReason';

describe('locustFailureReason', () => {
  it.each([
    [
      {
        kind: 'locustfile' as const,
        message: "SyntaxError: expected ':'",
        place: 'locustfile.py:6',
      },
      "The locustfile cannot be run: SyntaxError: expected ':' (locustfile.py:6); correct it and run the test again.",
    ],
    [
      {
        kind: 'locustfile' as const,
        message: "ModuleNotFoundError: No module named 'shop'",
        place: 'locustfile.py:2',
      },
      "The locustfile cannot be run: ModuleNotFoundError: No module named 'shop' (locustfile.py:2); put the module into the image or beside the locustfile and run the test again.",
    ],
    [
      { kind: 'arguments' as const, message: 'unrecognized arguments: --x' },
      'Locust does not accept its arguments: unrecognized arguments: --x; correct master.extraArgs, the command or the environment and run the test again.',
    ],
    [
      { kind: 'noLocustfile' as const, message: "Could not find 'x.py'" },
      "Locust finds no locustfile: Could not find 'x.py'; give one in the resource's locustfile, or mount it where the command looks for it.",
    ],
    [
      { kind: 'noUsers' as const, message: 'No User class found!' },
      'The locustfile has no users to run: No User class found; write a class that extends HttpUser or User and is not abstract.',
    ],
    [
      { kind: 'other' as const, message: 'sh: locust: not found' },
      'Locust did not get as far as a test: sh: locust: not found; the log tells more.',
    ],
  ])('of %j', (failure, message) => {
    expect(locustFailureReason(failure, 'master')).toEqual({
      code: 'LocustFailed',
      message,
    });
  });
});

describe('unreachableReason', () => {
  it('names the host as the errors do, else as the resource does', () => {
    expect(
      unreachableReason({ cause: 'refused', host: 'shop:81' }, 'http://x'),
    ).toEqual({
      code: 'HostUnreachable',
      message:
        'No request reached the host shop:81, for it refuses connections; check the port, and that the service runs.',
    });
    expect(unreachableReason({ cause: 'timeout' }, 'http://x').message).toMatch(
      /the host http:\/\/x, for it does not answer in time; check/,
    );
    expect(unreachableReason({ cause: 'noRoute' }, undefined).message).toMatch(
      /^No request reached the host under test, for there is no way/,
    );
  });
});
