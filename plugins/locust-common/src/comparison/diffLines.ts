/** A line of two texts laid over each other. Numbers count from 1. @public */
export type DiffLine =
  | {
      readonly kind: 'same';
      readonly text: string;
      readonly before: number;
      readonly after: number;
    }
  | { readonly kind: 'removed'; readonly text: string; readonly before: number }
  | { readonly kind: 'added'; readonly text: string; readonly after: number };

/** The search grows with the square of this: texts that differ in more lines are laid one after the other. */
export const MOST_EDITS = 1_000;

/** The lines of a text, each without its end; a text that ends in one has no empty line after it. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines;
}

/**
 * What has to be taken away from a text and added to it to have the other, in as few lines as there can be (Myers 1986).
 * Of what is between two lines that are the same, what was removed comes first.
 *
 * @public
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail += 1;
  }
  const same = (from: number, to: number, shift: number): DiffLine[] =>
    a.slice(from, to).map((text, index) => ({
      kind: 'same',
      text,
      before: from + index + 1,
      after: from + index + shift + 1,
    }));
  const edits = shortestEdits(
    a.slice(head, a.length - tail),
    b.slice(head, b.length - tail),
  );
  return [
    ...same(0, head, 0),
    ...removedFirst(numbered(edits, a, b, head)),
    ...same(a.length - tail, a.length, b.length - a.length),
  ];
}

type Edit = 'same' | 'removed' | 'added';

/** The moves from the beginning of both to their ends. */
function shortestEdits(
  a: readonly string[],
  b: readonly string[],
): readonly Edit[] {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const middle = most + 1;
  // By the diagonal that a path ends on: how far it has come in `a`.
  const reach = new Int32Array(2 * middle + 1);
  const rounds: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    rounds.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down =
        diagonal === -edits ||
        (diagonal !== edits &&
          reach[middle + diagonal - 1] < reach[middle + diagonal + 1]);
      let x = down
        ? reach[middle + diagonal + 1]
        : reach[middle + diagonal - 1] + 1;
      while (
        x < a.length &&
        x - diagonal < b.length &&
        a[x] === b[x - diagonal]
      ) {
        x += 1;
      }
      reach[middle + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) {
        return wayBack(rounds, a.length, b.length);
      }
    }
  }
  return [...a.map((): Edit => 'removed'), ...b.map((): Edit => 'added')];
}

function wayBack(
  rounds: readonly Int32Array[],
  endX: number,
  endY: number,
): readonly Edit[] {
  const moves: Edit[] = [];
  let [x, y] = [endX, endY];
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const reached = (diagonal: number) => rounds[edits][diagonal + edits + 1];
    const diagonal = x - y;
    const down =
      diagonal === -edits ||
      (diagonal !== edits && reached(diagonal - 1) < reached(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : reached(from);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      moves.push('same');
      x -= 1;
      y -= 1;
    }
    if (edits > 0) {
      moves.push(down ? 'added' : 'removed');
      [x, y] = [fromX, fromY];
    }
  }
  return moves.reverse();
}

function numbered(
  edits: readonly Edit[],
  a: readonly string[],
  b: readonly string[],
  head: number,
): readonly DiffLine[] {
  let [x, y] = [head, head];
  return edits.map((kind): DiffLine => {
    if (kind === 'removed') {
      x += 1;
      return { kind, text: a[x - 1], before: x };
    }
    y += 1;
    if (kind === 'added') {
      return { kind, text: b[y - 1], after: y };
    }
    x += 1;
    return { kind, text: a[x - 1], before: x, after: y };
  });
}

function removedFirst(lines: readonly DiffLine[]): readonly DiffLine[] {
  const ordered: DiffLine[] = [];
  let added: DiffLine[] = [];
  for (const line of lines) {
    if (line.kind === 'added') {
      added.push(line);
    } else if (line.kind === 'removed') {
      ordered.push(line);
    } else {
      ordered.push(...added, line);
      added = [];
    }
  }
  return [...ordered, ...added];
}
