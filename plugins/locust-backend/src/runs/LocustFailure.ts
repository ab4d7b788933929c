/**
 * Why Locust did not get as far as a test, as its log tells.
 *
 * - `locustfile`: Python ended in the user's own code.
 * - `arguments`: Locust did not understand how it was called.
 * - `noLocustfile`, `noUsers`: there was nothing to run.
 * - `noWorkers`: the master gave up waiting for them.
 * - `other`: anything else, in its own words.
 */
export interface LocustFailure {
  readonly kind:
    | 'locustfile'
    | 'arguments'
    | 'noLocustfile'
    | 'noUsers'
    | 'noWorkers'
    | 'other';
  /** What was said: `SyntaxError: expected ':'`. */
  readonly message: string;
  /** Where in Python's code, as `file:line`. */
  readonly place?: string;
}

/** What was said and where, in one line. */
export function describeFailure({ message, place }: LocustFailure): string {
  return place === undefined ? message : `${message} (${place})`;
}
