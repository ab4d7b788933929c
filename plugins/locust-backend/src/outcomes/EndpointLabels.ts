import type { TableStyle } from './StatisticsTable';

/** A request's method and name: what Locust counts by. */
export interface Endpoint {
  readonly method: string;
  readonly name: string;
}

const TYPE_WIDTH = 8;

/** How Locust's table of percentiles writes an endpoint, in every version. */
export function percentileLabel({ method, name }: Endpoint): string {
  return `${method.padEnd(TYPE_WIDTH)} ${name}`.trimEnd();
}

/**
 * The endpoints that a label of a statistics table may stand for, the likeliest first. With a column for the method
 * there is one; where both stand in one column, the name may begin at any space, and only the table of percentiles,
 * which has columns, tells.
 */
export function endpointsOf(
  label: string,
  style: TableStyle,
): readonly Endpoint[] {
  return style === 'columns' ? [splitColumns(label)] : splitJoined(label);
}

function splitColumns(label: string): Endpoint {
  if (
    label.charAt(TYPE_WIDTH - 1) === ' ' &&
    label.charAt(TYPE_WIDTH) === ' '
  ) {
    return {
      method: label.slice(0, TYPE_WIDTH).trimEnd(),
      name: label.slice(TYPE_WIDTH + 1),
    };
  }
  // A method wider than its column: its own space and the column's follow.
  const gap = label.indexOf('  ', TYPE_WIDTH);
  return gap < 0
    ? { method: '', name: label.trim() }
    : { method: label.slice(0, gap), name: label.slice(gap + 2) };
}

const METHOD = /^[A-Z][A-Za-z0-9_-]*$/;
const MAX_SPLITS = 16;

function splitJoined(label: string): readonly Endpoint[] {
  const text = label.startsWith(' ') ? label.slice(1) : label;
  const splits: Endpoint[] = [];
  for (
    let space = text.indexOf(' ');
    space > 0 && splits.length < MAX_SPLITS;
    space = text.indexOf(' ', space + 1)
  ) {
    splits.push({ method: text.slice(0, space), name: text.slice(space + 1) });
  }
  const unsplit = { method: '', name: text };
  return splits.length > 0 && METHOD.test(splits[0].method)
    ? [...splits, unsplit]
    : [unsplit, ...splits];
}
