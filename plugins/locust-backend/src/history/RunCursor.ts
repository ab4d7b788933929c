import { InputError } from '@backstage/errors';

/** The last run of a page: the next page begins after it. */
export interface RunCursor {
  readonly createdAt: Date;
  readonly id: string;
}

/** What a client gets: opaque, and fit for a query string. */
export function encodeRunCursor(cursor: RunCursor): string {
  return Buffer.from(
    JSON.stringify([cursor.createdAt.getTime(), cursor.id]),
  ).toString('base64url');
}

/**
 * Reads a cursor that a client sent back.
 *
 * @throws InputError where it is none of ours
 */
export function decodeRunCursor(text: string): RunCursor {
  const [time, id, ...rest] = parsedArray(text);
  if (
    typeof time !== 'number' ||
    !Number.isInteger(time) ||
    // What both databases and JavaScript can tell as a time.
    time < 0 ||
    time > Date.UTC(9999, 11, 31) ||
    typeof id !== 'string' ||
    !/^[\w-]{1,64}$/.test(id) ||
    rest.length > 0
  ) {
    throw new InputError(
      `The cursor "${
        text.length > 80 ? `${text.slice(0, 80)}…` : text
      }" is not one that a list of runs gave; send the nextCursor of the page before, or none to begin with the newest run`,
    );
  }
  return { createdAt: new Date(time), id };
}

function parsedArray(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    );
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
