import { InputError } from '@backstage/errors';
import type { FoundTest } from './readableTests';
import { testNameOf } from './scheduledTest';

/** The place of a test in a list: by name, and by id where names are the same. */
interface Place {
  readonly test: string;
  readonly id: string;
}

/** Tests by their names, and where the next page begins, if there is one. */
export interface PageOfTests {
  readonly items: readonly FoundTest[];
  /** On all pages. */
  readonly total: number;
  readonly nextCursor?: string;
}

/**
 * Narrows tests and cuts a page out of them. The next page begins behind the last test of this one, wherever that stands
 * by then, so tests that come or go meanwhile move nothing.
 *
 * @param asked - `search`: part of the name of the test, of what it is of, who answers for it, or where it is, in any
 *   case; without a `limit` the page is all there is
 * @throws InputError where the cursor is none that a page gave
 */
export function pageOfTests(
  found: readonly FoundTest[],
  ownerOf: (test: FoundTest) => string | undefined,
  asked: {
    readonly search?: string;
    readonly limit?: number;
    readonly cursor?: string;
  },
): PageOfTests {
  const { search, limit = Infinity, cursor } = asked;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const matching = found
    .filter(one => search === undefined || matches(one, ownerOf, search))
    .sort((a, b) => compare(placeOf(a), placeOf(b)));
  const rest = after
    ? matching.filter(one => compare(placeOf(one), after) > 0)
    : matching;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    total: matching.length,
    ...(rest.length > items.length && last
      ? { nextCursor: encodeCursor(placeOf(last)) }
      : {}),
  };
}

function placeOf({ locust }: FoundTest): Place {
  return { test: testNameOf(locust), id: locust.metadata.uid };
}

function compare(a: Place, b: Place): number {
  return a.test.localeCompare(b.test) || a.id.localeCompare(b.id);
}

function matches(
  one: FoundTest,
  ownerOf: (test: FoundTest) => string | undefined,
  search: string,
): boolean {
  const wanted = search.toLocaleLowerCase('en-US');
  return [
    testNameOf(one.locust),
    one.entityRef,
    ownerOf(one),
    `${one.cluster} / ${one.locust.metadata.namespace}`,
  ].some(text => text?.toLocaleLowerCase('en-US').includes(wanted));
}

function encodeCursor({ test, id }: Place): string {
  return Buffer.from(JSON.stringify([test, id])).toString('base64url');
}

function decodeCursor(text: string): Place {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Refused below.
  }
  const [test, id, ...rest] = Array.isArray(parsed) ? parsed : [];
  if (typeof test !== 'string' || typeof id !== 'string' || rest.length > 0) {
    throw new InputError(
      `The cursor "${
        text.length > 80 ? `${text.slice(0, 80)}…` : text
      }" is not one that a list of tests gave; send the nextCursor of the page before, or none to begin with the first test`,
    );
  }
  return { test, id };
}
