import type { DiffLine } from 'backstage-plugin-locust-common';

/** So many lines that are the same stand around what is not. */
const AROUND = 3;

/** Lines to show, or how many that are the same stand for. */
export type DiffPart =
  | { readonly lines: readonly DiffLine[] }
  | { readonly folded: number };

/** Folds away what is the same and far from every change. */
export function foldSame(lines: readonly DiffLine[]): readonly DiffPart[] {
  const shown = new Array<boolean>(lines.length).fill(false);
  lines.forEach((line, index) => {
    if (line.kind !== 'same') {
      shown.fill(true, Math.max(0, index - AROUND), index + AROUND + 1);
    }
  });
  const parts: DiffPart[] = [];
  let from = 0;
  for (let index = 1; index <= lines.length; index += 1) {
    if (index === lines.length || shown[index] !== shown[from]) {
      parts.push(
        shown[from]
          ? { lines: lines.slice(from, index) }
          : { folded: index - from },
      );
      from = index;
    }
  }
  return parts;
}
