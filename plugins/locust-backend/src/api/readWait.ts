import { InputError } from '@backstage/errors';

/** Seconds: proxies between end a request that is silent for longer. */
const LONGEST = 60;

/**
 * How long a request waits, in milliseconds; `30` and `30s` are the same.
 *
 * @throws InputError naming the field and what would be accepted
 */
export function readWait(text: string | undefined): number {
  if (text === undefined) {
    return 0;
  }
  const seconds = Number(/^(\d+)s?$/.exec(text)?.[1] ?? NaN);
  if (!(seconds <= LONGEST)) {
    throw new InputError(
      `wait: "${text}" was refused; write whole seconds from 0 to ${LONGEST}, such as 30 or 30s`,
    );
  }
  return seconds * 1000;
}
