import {
  joinThreshold,
  splitThreshold,
  type ThresholdKind,
  type ThresholdParts,
} from 'backstage-plugin-locust-common';

/** A threshold as it is typed: in fields, or as text where it cannot be read and so has no fields. */
export type ConditionRow = ThresholdParts | { readonly text: string };

/** A threshold or condition to stop on, as a row. */
export function rowFrom(kind: ThresholdKind, text: string): ConditionRow {
  return splitThreshold(kind, text) ?? { text };
}

/** What the resource holds of a field of thresholds, as rows; none of what is no list. */
export function rowsFrom(
  kind: ThresholdKind,
  written: unknown,
): readonly ConditionRow[] {
  return Array.isArray(written)
    ? written.map(one => rowFrom(kind, String(one)))
    : [];
}

/** The lines that are not empty. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** Each line that is not empty as a row. */
export function rowsFromText(
  kind: ThresholdKind,
  text: string,
): readonly ConditionRow[] {
  return linesOf(text).map(line => rowFrom(kind, line));
}

/** A row as the resource has it. */
export function textOf(row: ConditionRow): string {
  return 'text' in row ? row.text : joinThreshold(row);
}

/**
 * What was pasted, as rows, where it is thresholds and not a piece of one; undefined: it goes into the field as
 * ever.
 */
export function rowsFromPasted(
  kind: ThresholdKind,
  pasted: string,
): readonly ConditionRow[] | undefined {
  const rows = rowsFromText(kind, pasted);
  return rows.length > 1 || rows.some(row => !('text' in row))
    ? rows
    : undefined;
}
