/** One cell: text, a number as it is, or `N/A`, as Locust writes what it does not know. @public */
export type CsvCell = string | number | undefined;

/** Rows as Python's `csv` module writes them, which is how Locust does. @public */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map(row => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === undefined) {
    return 'N/A';
  }
  if (typeof cell === 'number') {
    return String(cell);
  }
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, and names come from whoever wrote the locustfile or
 * from the server under test. An apostrophe before it makes it text; Locust itself does not do that.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
