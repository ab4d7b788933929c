import type { Run } from 'backstage-plugin-locust-common';

function newestFirst(a: Run, b: Run): number {
  return (
    b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)
  );
}

/**
 * The runs known so far with a fresh first page laid over them. Runs that would stand on that page and do not are
 * gone; older ones stay as they were. `complete` says that the page is all there is.
 */
export function mergeFirstPage(
  known: readonly Run[],
  page: readonly Run[],
  complete: boolean,
): readonly Run[] {
  const oldest = page[page.length - 1];
  if (complete || !oldest) {
    return page;
  }
  const fresh = new Set(page.map(run => run.id));
  const older = known.filter(
    run => !fresh.has(run.id) && newestFirst(oldest, run) < 0,
  );
  return [...page, ...older];
}

/** The runs known so far with a further page after them. */
export function appendPage(
  known: readonly Run[],
  page: readonly Run[],
): readonly Run[] {
  const there = new Set(known.map(run => run.id));
  return [...known, ...page.filter(run => !there.has(run.id))];
}
